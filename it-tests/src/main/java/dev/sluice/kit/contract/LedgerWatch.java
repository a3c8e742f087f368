// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.kit.testbed.Launch;
import dev.sluice.kit.testbed.Schemas;
import dev.sluice.kit.testbed.Tables;
import dev.sluice.kit.testbed.TestBed;
import dev.sluice.lab.engine.EngineChild;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Reads the tables again and again while an engine fills them, each time in one snapshot, and
 * asserts that ledger and rows agree. Only for topics without gaps in the offsets.
 */
final class LedgerWatch {

  private static final long LOOK_MILLIS = 5;

  /** Reads everything in one statement, which sees one snapshot. */
  private static final String LOOK =
      """
      SELECT l.partition, l.first, l.next, l.counts,
        (SELECT count(*) FROM %1$s.processed_events r WHERE r.source_partition = l.partition),
        (SELECT count(*) FROM %1$s.late_events r WHERE r.source_partition = l.partition),
        (SELECT coalesce(jsonb_object_agg('malformed:' || d.reason, d.rows), '{}')
          FROM (SELECT reason, count(*) AS rows FROM %1$s.dead_letters
            WHERE source_partition = l.partition GROUP BY reason) d),
        (SELECT max(greatest(p.o, q.o, d.o)) FROM
          (SELECT max(source_offset) AS o FROM %1$s.processed_events
            WHERE source_partition = l.partition) p,
          (SELECT max(source_offset) AS o FROM %1$s.late_events
            WHERE source_partition = l.partition) q,
          (SELECT max(source_offset) AS o FROM %1$s.dead_letters
            WHERE source_partition = l.partition) d)
      FROM %1$s.ledger l
      """;

  private final TestBed testBed;
  private final Launch launch;
  private final TreeSet<Long> totals = new TreeSet<>();
  private final Map<Integer, Long> last = new TreeMap<>();

  LedgerWatch(TestBed testBed, Launch launch) {
    this.testBed = testBed;
    this.launch = launch;
  }

  /** Checks until the engine's process has ended, and once more. */
  void untilEndOf(EngineChild child, Duration patience) throws Exception {
    long deadline = System.nanoTime() + patience.toNanos();
    try (Connection connection = testBed.connect();
        Statement statement = connection.createStatement()) {
      boolean alive = true;
      while (alive) {
        assertTrue(
            System.nanoTime() < deadline, () -> "timed out waiting for the end of " + child.name());
        alive = child.isAlive();
        if (Tables.exist(connection, launch.schema())) {
          look(statement);
        }
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
    }
  }

  /** Asserts that it saw at least the given number of states between the first and the last. */
  void assertSaw(int states) {
    assertTrue(totals.size() - 2 >= states, () -> "too few states were seen: " + totals);
  }

  private void look(Statement statement) throws SQLException {
    long total = 0;
    try (ResultSet row = statement.executeQuery(LOOK.formatted(launch.schema()))) {
      while (row.next()) {
        check(row);
        total += row.getLong(3);
      }
    }
    totals.add(total);
  }

  private void check(ResultSet row) throws SQLException {
    int partition = row.getInt(1);
    long next = row.getLong(3);
    Map<String, Long> counts = Schemas.counts(row.getString(4));
    String state = "partition " + partition + " at " + next + " with " + counts;

    assertTrue(
        last.getOrDefault(partition, 0L) <= next, () -> state + ": the ledger has moved backwards");
    last.put(partition, next);
    assertEquals(
        next - row.getLong(2),
        counts.values().stream().mapToLong(Long::longValue).sum(),
        () -> state + ": records counted");
    long accepted = counts.getOrDefault("accepted", 0L);
    long processed = row.getLong(5);
    assertTrue(
        processed <= accepted, () -> state + ": more rows than accepted events: " + processed);
    assertTrue(processed > 0 || accepted == 0, () -> state + ": no row");
    assertEquals(counts.getOrDefault("late", 0L), row.getLong(6), () -> state + ": late rows");
    Map<String, Long> malformed = new TreeMap<>(counts);
    malformed.keySet().removeIf(key -> !key.startsWith("malformed:"));
    assertEquals(malformed, Schemas.counts(row.getString(7)), () -> state + ": dead letters");
    assertTrue(
        row.getString(8) == null || row.getLong(8) < next,
        () -> state + ": a row is at or above the ledger's next");
  }
}
