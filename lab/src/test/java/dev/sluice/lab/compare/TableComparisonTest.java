// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.lab.oracle.OracleLoader;
import dev.sluice.lab.oracle.OracleTables;
import dev.sluice.lab.oracle.OutcomeCounts;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableComparisonTest {

  private static PostgresSchemas postgres;

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    postgres = new PostgresSchemas(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    if (postgres != null) {
      postgres.close();
    }
  }

  @BeforeEach
  void fillBothSides() throws Exception {
    OracleTables tables = SmallTables.tables();
    for (String schema : List.of("oracle", "flink")) {
      postgres.create(schema);
      OracleLoader.load(postgres.connection(), schema, tables);
    }
  }

  @Test
  void whatTheOracleLoadsIsWhatTheTablesHold() throws Exception {
    assertEquals(
        List.of(
            "e:a|0|0|0001-01-01 00:00:00.000001|h|/a|||||ref|ua",
            "e:é|1|9223372036854775807|9999-12-31 23:59:59.999999|h|/\\'\"|::1|GET|200|1099511627776||"),
        rows(
            "SELECT concat_ws('|', identity, source_partition, source_offset,"
                + " event_time AT TIME ZONE 'UTC', host, url, coalesce(ip, ''),"
                + " coalesce(method, ''), coalesce(status::text, ''), coalesce(bytes::text, ''),"
                + " coalesce(referrer, ''), coalesce(user_agent, ''))"
                + " FROM oracle.processed_events ORDER BY identity"));
    assertEquals(
        List.of("0|1|late|e:l|16000001|\\x6c61|2|\\x01"),
        rows(
            "SELECT concat_ws('|', source_partition, source_offset, reason, identity,"
                + " lateness_micros, raw, raw_length, raw_sha256) FROM oracle.late_events"));
    assertEquals(
        List.of("0|2|not_json|\\x7b|1|\\x02", "0|3|null_value"),
        rows(
            "SELECT concat_ws('|', source_partition, source_offset, reason, raw, raw_length,"
                + " raw_sha256) FROM oracle.dead_letters ORDER BY source_offset"));
    assertEquals(
        List.of(
            "t|0|0|4|{\"late\": 1, \"accepted\": 1, \"malformed:not_json\": 1, \"malformed:null_value\": 1}"),
        rows(
            "SELECT concat_ws('|', topic, partition, first, next, counts)"
                + " FROM oracle.ledger WHERE partition = 0"));
  }

  @Test
  void r11_equalTablesAreIdenticalWithTheirRowsCounted() throws Exception {
    ComparisonResult result = compare(ComparedTable.ALL);

    assertTrue(result.isIdentical());
    assertEquals(0, result.differing());
    assertEquals(
        List.of(2L, 1L, 2L, 3L), result.tables().stream().map(TableDifference::leftRows).toList());
    assertEquals(
        List.of(2L, 1L, 2L, 3L), result.tables().stream().map(TableDifference::rightRows).toList());
  }

  @Test
  void r11_aMissingRowIsNamedByItsIdentity() throws Exception {
    postgres.execute("DELETE FROM flink.processed_events WHERE identity = 'e:a'");

    ComparisonResult result = compare(ComparedTable.ALL);

    TableDifference difference = result.tables().get(0);
    assertEquals(1, result.differing());
    assertEquals(1, difference.onlyLeft());
    assertEquals(0, difference.onlyRight());
    RowDifference row = difference.first().get(0);
    assertEquals(Map.of("identity", "e:a"), row.key());
    assertEquals("/a", row.left().get("url"));
    assertNull(row.right());
    assertEquals(List.of(), row.columns());
  }

  @Test
  void r11_aChangedColumnIsNamedAndBothValuesAreShown() throws Exception {
    postgres.execute(
        "UPDATE flink.processed_events SET status = NULL, url = '/b' WHERE identity = 'e:é'");

    ComparisonResult result = compare(ComparedTable.ALL);

    TableDifference difference = result.tables().get(0);
    assertEquals(1, result.differing());
    assertEquals(1, difference.onlyLeft());
    assertEquals(1, difference.onlyRight());
    RowDifference row = difference.first().get(0);
    assertEquals(List.of("status", "url"), row.columns());
    assertEquals("200", row.left().get("status"));
    assertNull(row.right().get("status"));
    assertEquals("9999-12-31 23:59:59.999999+00", row.left().get("event_time"));
  }

  @Test
  void r11_extraRowsAreFoundOnTheRightWhileTheFirstOfEachSideAreShown() throws Exception {
    postgres.execute(
        "INSERT INTO flink.dead_letters SELECT 7, n, 'not_json', NULL, NULL, NULL"
            + " FROM generate_series(1, 50) n",
        "DELETE FROM flink.dead_letters WHERE source_offset = 3 AND source_partition = 0");

    ComparisonResult result = compare(ComparedTable.ALL);

    TableDifference difference = result.tables().get(2);
    assertEquals(ComparedTable.DEAD_LETTERS, difference.table());
    assertEquals(1, difference.onlyLeft());
    assertEquals(50, difference.onlyRight());
    assertEquals(51, result.differing());
    assertEquals(11, difference.first().size());
    assertEquals(
        Map.of("source_partition", "0", "source_offset", "3"), difference.first().get(0).key());
    assertEquals(
        Map.of("source_partition", "7", "source_offset", "10"), difference.first().get(10).key());
  }

  @Test
  void r9_aLedgerCountOffByOneIsADifferenceAndOtherSpellingOfTheSameJsonIsNot() throws Exception {
    postgres.execute(
        "UPDATE flink.ledger SET counts = '{\"accepted\": 1.0, \"filtered:bots\": 2}'"
            + " WHERE partition = 1");
    assertTrue(compare(ComparedTable.ALL).isIdentical());

    postgres.execute(
        "UPDATE flink.ledger SET counts = '{\"accepted\": 1, \"filtered:bots\": 3}'"
            + " WHERE partition = 1");

    TableDifference ledger = compare(ComparedTable.ALL).tables().get(3);
    assertEquals(1, ledger.differing());
    assertEquals(Map.of("topic", "t", "partition", "1"), ledger.first().get(0).key());
    assertEquals(List.of("counts"), ledger.first().get(0).columns());
    assertTrue(compare(ComparedTable.ROWS).isIdentical(), "the rows are still the same");
  }

  @Test
  void aCopyOfARowIsADifferenceWhereATableHasNoKey() throws Exception {
    postgres.execute(
        "ALTER TABLE flink.late_events DROP CONSTRAINT late_events_pkey",
        "INSERT INTO flink.late_events SELECT * FROM flink.late_events");

    TableDifference late = compare(Set.of(ComparedTable.LATE_EVENTS)).tables().get(0);

    assertEquals(0, late.onlyLeft());
    assertEquals(1, late.onlyRight());
    assertFalse(late.isIdentical());
  }

  @Test
  void tablesOfOtherShapeAreAnErrorAndNeverEqual() throws Exception {
    postgres.execute("ALTER TABLE flink.ledger ADD COLUMN host text");
    SQLException shape = assertThrows(SQLException.class, () -> compare(ComparedTable.ALL));
    assertTrue(shape.getMessage().startsWith("ledger cannot be compared"), shape::getMessage);

    postgres.execute("DROP TABLE flink.ledger");
    SQLException missing = assertThrows(SQLException.class, () -> compare(ComparedTable.ALL));
    assertEquals("ledger: schema flink has no such table", missing.getMessage());

    assertTrue(postgres.connection().getAutoCommit(), "the connection is as it was");
  }

  @Test
  void aComparisonOfNoTablesIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> compare(Set.of()));
  }

  @Test
  void r9_countsOfALedgerAreThoseOfTheOracle() throws Exception {
    assertEquals(SmallTables.tables().counts(), SchemaFacts.counts(postgres.connection(), "flink"));
  }

  @Test
  void commitTimesLeaveOutWhatWasThereBeforeTheFirstRecord() throws Exception {
    postgres.create("empty");
    postgres.execute("INSERT INTO empty.ledger VALUES ('t', 0, 5, 5)");
    assertTrue(
        SchemaFacts.commitTimes(postgres.connection(), "empty", ComparedTable.ALL).isEmpty());

    postgres.execute(
        "INSERT INTO empty.dead_letters VALUES (0, 5, 'null_value')",
        "UPDATE empty.ledger SET next = 6");

    SchemaFacts.CommitTimes times =
        SchemaFacts.commitTimes(postgres.connection(), "empty", ComparedTable.ALL).orElseThrow();
    assertTrue(times.first().isBefore(times.last()), times::toString);
    assertEquals(
        times.first(),
        SchemaFacts.commitTimes(postgres.connection(), "empty", ComparedTable.ROWS)
            .orElseThrow()
            .last());
  }

  @Test
  void loadingTwiceFailsAndLeavesTheFirstLoad() throws Exception {
    assertThrows(
        SQLException.class,
        () -> OracleLoader.load(postgres.connection(), "flink", SmallTables.tables()));
    assertTrue(compare(ComparedTable.ALL).isIdentical());
  }

  @Test
  void anEmptyTopicComparesToo() throws Exception {
    OracleTables none =
        new OracleTables(
            List.of(), List.of(), List.of(), List.of(), new OutcomeCounts(new TreeMap<>(), 0));
    for (String schema : List.of("oracle", "flink")) {
      postgres.create(schema);
      OracleLoader.load(postgres.connection(), schema, none);
    }
    assertTrue(compare(ComparedTable.ALL).isIdentical());
  }

  private static ComparisonResult compare(Set<ComparedTable> tables) throws SQLException {
    return TableComparison.compare(postgres.connection(), "oracle", "flink", tables);
  }

  private static List<String> rows(String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (Statement statement = postgres.connection().createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        rows.add(row.getString(1));
      }
    }
    return rows;
  }
}
