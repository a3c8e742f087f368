// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.latency;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Rows in tables, whose database knows when each was committed. */
record LiveTables(Connection connection, String schema) implements LiveRows {

  @Override
  public long counted() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT coalesce(sum(next - first), 0)::bigint FROM \"%s\".ledger"
                    .formatted(schema))) {
      row.next();
      return row.getLong(1);
    }
  }

  @Override
  public Latencies latencies(long fromMicros, long toMicros) throws SQLException {
    return Latencies.of(connection, schema, fromMicros, toMicros);
  }

  @Override
  public void close() {
    // The connection is the caller's.
  }
}
