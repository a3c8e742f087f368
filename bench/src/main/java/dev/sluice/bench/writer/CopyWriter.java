// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.writer;

import dev.sluice.bench.baseline.CopyBaseline;
import dev.sluice.engine.decision.DecidedRecord;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.postgresql.PGConnection;

/** Writes with COPY into a temporary table, and from there into the table in one statement. */
class CopyWriter implements RowWriter {

  private static final String STAGE = "pg_temp.stage";
  private static final String DISTINCT =
      "SELECT DISTINCT ON (identity) "
          + CopyBaseline.COLUMNS
          + " FROM "
          + STAGE
          + " ORDER BY identity, source_partition, source_offset";
  private static final String AS_STAGED = "SELECT " + CopyBaseline.COLUMNS + " FROM " + STAGE;

  private final CopyRows encoder = new CopyRows();
  private final Connection connection;
  private final boolean sorted;
  private final String merge;

  /**
   * Creates the temporary table.
   *
   * @param sorted whether rows are sorted and made distinct here, and not by the database
   */
  CopyWriter(WriterTarget target, boolean sorted) throws SQLException {
    this.sorted = sorted;
    this.merge = target.upsertFrom(sorted ? AS_STAGED : DISTINCT);
    this.connection = target.session(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE TEMPORARY TABLE stage (LIKE %s) ON COMMIT DELETE ROWS"
              .formatted(target.table("processed_events")));
    }
    connection.commit();
  }

  @Override
  public final void write(List<DecidedRecord> batch) throws SQLException {
    encoder.send(
        sorted ? IdentifiedRow.sorted(batch) : IdentifiedRow.of(batch),
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn("COPY " + STAGE + " FROM STDIN (FORMAT binary)"));
    merge(connection, merge, batch);
    connection.commit();
  }

  /** Merges the staged rows into the table. */
  void merge(Connection within, String sql, List<DecidedRecord> batch) throws SQLException {
    try (var statement = within.prepareStatement(sql)) {
      statement.executeUpdate();
    }
  }

  @Override
  public final void close() throws SQLException {
    connection.close();
  }
}
