// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.postgres;

import dev.sluice.engine.ledger.LedgerRow;
import dev.sluice.engine.sink.LastCommit;
import dev.sluice.engine.sink.LedgerReader;
import dev.sluice.engine.sink.SinkFault;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.SortedMap;

/** Reads the table {@code ledger} on one read-only session, which a fault ends. */
final class PgLedgerReader implements LedgerReader {

  private final PgSettings postgres;
  private final String topic;
  private Connection connection;

  PgLedgerReader(PgSettings postgres, String topic) {
    this.postgres = postgres;
    this.topic = topic;
  }

  @Override
  public SortedMap<Integer, LedgerRow> rows() throws SinkFault {
    return read(session -> Ledger.rows(session, postgres.schema(), topic));
  }

  @Override
  public LastCommit lastCommit() throws SinkFault {
    return read(session -> Ledger.lastCommit(session, postgres.schema(), topic));
  }

  private <T> T read(PgSink.Work<T> work) throws SinkFault {
    try {
      if (connection == null) {
        connection = PgSession.open(postgres, "sluice progress");
        connection.setReadOnly(true);
      }
      return work.in(connection);
    } catch (SQLException e) {
      close();
      throw SqlFaults.atPort(e, postgres.schema());
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  @Override
  public void close() {
    if (connection != null) {
      PgSession.close(connection);
      connection = null;
    }
  }
}
