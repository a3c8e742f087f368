// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.postgres;

import dev.sluice.engine.sink.Batch;
import dev.sluice.engine.sink.Row;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a batch of few rows directly: ledger, rows and COMMIT in one round trip, without staging.
 * Succeeds if the ledger is as assumed, no row is refused and no table is guarded; {@link
 * StagedWrite} does everything else.
 */
final class DirectWrite {

  private final Connection connection;
  private final PgTarget target;
  private final GuardLook look;

  DirectWrite(Connection connection, PgTarget target, GuardLook look) {
    this.connection = connection;
    this.target = target;
    this.look = look;
  }

  /**
   * Writes and commits, or changes nothing.
   *
   * @return whether it was committed
   */
  boolean write(Batch batch) throws SQLException {
    RoundTrip trip = new RoundTrip();
    boolean looks = look.isDue();
    long began = look.now();
    if (looks) {
      // A row that a trigger keeps out is not reported, so a guarded table must fail: by a division
      // by
      // zero, as for the ledger.
      trip.add("SELECT 1 / (NOT (" + Table.guarded(target.schema()) + "))::integer");
    }
    // First, for its locks: of two writers of the same partition, one waits here.
    Ledger.moveFrom(trip, target.schema(), target.topic(), batch.assumed(), batch.moved());
    processed(trip, batch);
    merge(trip, Table.LATE_EVENTS, batch.late());
    merge(trip, Table.DEAD_LETTERS, batch.deadLetters());
    trip.add("COMMIT");
    try {
      trip.send(connection);
      if (looks) {
        look.unguarded(began);
      }
      return true;
    } catch (SQLException e) {
      if (!SqlFaults.isRefusal(e)) {
        throw e;
      }
      connection.rollback();
      return false;
    }
  }

  private void processed(RoundTrip trip, Batch batch) throws SQLException {
    List<Row.Processed> standing = new ArrayList<>();
    List<Row.Processed> losing = new ArrayList<>();
    String last = null;
    for (Row.Processed row : batch.processedByKey()) {
      (row.identity().equals(last) ? losing : standing).add(row);
      last = row.identity();
    }
    merge(trip, Table.PROCESSED_EVENTS, standing);
    if (!losing.isEmpty()) {
      Table table = Table.PROCESSED_EVENTS;
      trip.add(table.proposeArrays(target.schema()), new RowArrays(table, losing).parameters());
    }
  }

  private void merge(RoundTrip trip, Table table, List<? extends Row> rows) throws SQLException {
    if (!rows.isEmpty()) {
      trip.add(table.mergeArrays(target.schema()), new RowArrays(table, rows).parameters());
    }
  }
}
