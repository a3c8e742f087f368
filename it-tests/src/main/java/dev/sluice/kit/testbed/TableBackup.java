package dev.sluice.kit.testbed;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The tables of a run as they were at a moment when no engine ran on them.
 *
 * @param schema where the copies are
 * @param of the run's own schema
 */
public record TableBackup(TestBed testBed, String schema, String of) {

  /** Copies the tables of a schema as they are now. */
  public static TableBackup of(TestBed testBed, String schema) throws SQLException {
    TableBackup backup = new TableBackup(testBed, testBed.freshName("backup"), schema);
    backup.execute("CREATE SCHEMA " + backup.schema);
    backup.eachTable("CREATE TABLE %1$s.%3$s AS TABLE %2$s.%3$s");
    return backup;
  }

  /** Puts the run's tables back, in one transaction. */
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
