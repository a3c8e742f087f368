// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.writer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.sluice.bench.Bench;
import dev.sluice.bench.OwnServers;
import dev.sluice.bench.report.Findings;
import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.sink.postgres.Ledger;
import dev.sluice.sink.postgres.Schema;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tests that the methods write what they are given; how fast does not matter here. */
class WriterIT {

  private static final WriterPlan.Size SIZE = new WriterPlan.Size(100, 450);

  @RegisterExtension static final OwnServers OWN = new OwnServers();

  @Test
  void everyMethodLeavesTheSameRowsAndNoneIsMeasuredTwice(@TempDir Path folder) throws Exception {
    Bench bench = OWN.bench(folder, true, List.of("none"));
    WriterPlan plan =
        new WriterPlan(1, 2, List.of(new WriterPlan.Size(1, 20), SIZE), List.of(SIZE.batch()));
    Findings findings = new WriterSection().run(bench, plan);
    assertEquals(List.of(), findings.voids());
    int methods = WriteMethod.values().length;
    assertEquals(2 * (2 * methods + 2), findings.results().size());
    assertEquals(findings.results(), new WriterSection().run(bench, plan).results());
    try (Connection connection = OWN.servers().connect()) {
      assertEquals(
          0, number(connection, "SELECT count(*) FROM pg_namespace WHERE nspname ~ '^bench_'"));
    }
  }

  @Test
  void aRowThatIsLostOrNotCountedMakesACellVoid() throws Exception {
    List<DecidedRecord> rows = WriterRows.of(1, SIZE.rows() + 1);
    try (WriterTrial trial = new WriterTrial(OWN.servers(), rows);
        Connection connection = OWN.servers().connect();
        Statement statement = connection.createStatement()) {
      assertNull(trial.write(WriteMethod.SORTED_COPY, SIZE, 1).problem());
      statement.execute(
          """
          CREATE FUNCTION bench_writer.lose() RETURNS trigger LANGUAGE plpgsql
          AS $$ BEGIN RETURN CASE WHEN NEW.identity = '%s' THEN NULL ELSE NEW END; END $$;
          CREATE TRIGGER lose BEFORE INSERT ON bench_writer.processed_events
          FOR EACH ROW EXECUTE FUNCTION bench_writer.lose();
          """
              .formatted(IdentifiedRow.of(rows).get(7).identity()));
      for (WriteMethod method : WriteMethod.values()) {
        assertEquals("left 450 rows of 451", trial.write(method, SIZE, 1).problem());
      }
      statement.execute(
          """
          DROP TRIGGER lose ON bench_writer.processed_events;
          CREATE FUNCTION bench_writer.miscount() RETURNS trigger LANGUAGE plpgsql
          AS $$ BEGIN NEW.counts = '{"accepted": 1}'; RETURN NEW; END $$;
          CREATE TRIGGER miscount BEFORE UPDATE ON bench_writer.ledger
          FOR EACH ROW EXECUTE FUNCTION bench_writer.miscount();
          """);
      assertEquals(
          "counted 4 of 451 rows", trial.write(WriteMethod.COUNTED_COPY, SIZE, 1).problem());
      assertNull(trial.write(WriteMethod.UNNEST, SIZE, 1).problem());
    }
  }

  @Test
  void theDriverMakesFewStatementsOfABatchWhereItMay() throws Exception {
    assertEquals(128, statements(WriteMethod.ADD_BATCH, 128));
    assertEquals(1, statements(WriteMethod.REWRITTEN, 128));
    assertEquals(1, statements(WriteMethod.UNNEST, 128));
    assertEquals(1, statements(WriteMethod.SORTED_COPY, 128));
  }

  /** The number of INSERT statements in one transaction. */
  private long statements(WriteMethod method, int rows) throws SQLException {
    WriterTarget target = new WriterTarget(OWN.servers(), "statements");
    try (Connection connection = OWN.servers().connect();
        Statement statement = connection.createStatement()) {
      Schema.create(connection, target.schema());
      Ledger.insertMissing(connection, target.schema(), WriterTarget.TOPIC, WriterTarget.starts());
      statement.execute(
          """
          CREATE SEQUENCE statements.seen;
          CREATE FUNCTION statements.see() RETURNS trigger LANGUAGE plpgsql
          AS $$ BEGIN PERFORM nextval('statements.seen'); RETURN NULL; END $$;
          CREATE TRIGGER see AFTER INSERT ON statements.processed_events
          FOR EACH STATEMENT EXECUTE FUNCTION statements.see();
          """);
      try (RowWriter writer = method.open(target, rows)) {
        writer.write(WriterRows.of(1, rows));
      }
      long seen = number(connection, "SELECT last_value FROM statements.seen");
      statement.execute("DROP SCHEMA statements CASCADE");
      return seen;
    }
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
