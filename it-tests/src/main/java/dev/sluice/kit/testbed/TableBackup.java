// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.testbed;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A copy of a run's tables from a moment when no engine was running.
 *
 * @param schema the schema with the copies
 * @param of the schema of the run
 */
public record TableBackup(TestBed testBed, String schema, String of) {

  /** Copies the tables of a schema as they are now. */
  public static TableBackup of(TestBed testBed, String schema) throws SQLException {
    TableBackup backup = new TableBackup(testBed, testBed.freshName("backup"), schema);
    backup.execute("CREATE SCHEMA " + backup.schema);
    backup.eachTable("CREATE TABLE %1$s.%3$s AS TABLE %2$s.%3$s");
    return backup;
  }

  /** Restores the run's tables, in one transaction. */
  public void restore() throws SQLException {
    eachTable("TRUNCATE %2$s.%3$s; INSERT INTO %2$s.%3$s TABLE %1$s.%3$s");
  }

  private void eachTable(String format) throws SQLException {
    StringBuilder script = new StringBuilder();
    for (String table : Schemas.TABLES) {
      script.append(format.formatted(schema, of, table)).append(';');
    }
    execute(script.toString());
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = testBed.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
