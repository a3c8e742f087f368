// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.start;

import dev.sluice.engine.ledger.Ledger;
import dev.sluice.engine.ledger.PipelineRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The tables of one schema, on a connection with an open transaction. */
record PgRunTables(Connection connection, String schema, String topic) implements RunTables {

  @Override
  public PipelineRow insertIfAbsent(PipelineRow row) throws SQLException {
    return PipelineRow.insertIfAbsent(connection, schema, row);
  }

  @Override
  public SortedMap<Integer, Long> next() throws SQLException {
    SortedMap<Integer, Long> next = new TreeMap<>();
    Ledger.rows(connection, schema, topic)
        .forEach((partition, row) -> next.put(partition, row.next()));
    return next;
  }

  @Override
  public void insertMissing(Map<Integer, Long> starts) throws SQLException {
    Ledger.insertMissing(connection, schema, topic, starts);
  }
}
