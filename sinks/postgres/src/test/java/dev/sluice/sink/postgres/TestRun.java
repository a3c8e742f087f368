// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.postgres;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.engine.log.LogProbe;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.sink.SinkWriter;
import dev.sluice.engine.write.LedgerWriter;
import dev.sluice.model.Event;
import dev.sluice.model.LogRecord;
import dev.sluice.model.Outcome;
import dev.sluice.model.Position;
import dev.sluice.model.Reason;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** A run with a separate schema: its plan, its writers and its tables. */
final class TestRun {

  static final String TOPIC = "hits";
  static final long TIME = 1_700_000_000_000_000L;

  private static final LogProbe NO_PROBE =
      (partition, offset) -> {
        throw new AssertionError("the log must not be queried: " + partition + "@" + offset);
      };

  final TestPostgres postgres;
  final int direct;
  final String schema;
  final TreeMap<Integer, Long> starts = new TreeMap<>();
  final TreeMap<Integer, Long> ends = new TreeMap<>();
  PgSettings settings;
  boolean drain;
  int batch = 1_000;
  long lingerMillis = 1_000;
  long deadlineMillis = 30_000;
  long deadLettersPerReason = 10_000;

  /**
   * Creates a run with ledger rows at offset 0 for the given number of partitions.
   *
   * @param direct up to how many rows a writer tries a direct write
   */
  TestRun(TestPostgres postgres, int direct, int partitions) throws SQLException {
    this.postgres = postgres;
    this.direct = direct;
    this.schema = postgres.newSchema();
    this.settings = postgres.settings(schema);
    for (int partition = 0; partition < partitions; partition++) {
      starts.put(partition, 0L);
    }
    try (Connection connection = postgres.admin()) {
      Ledger.insertMissing(connection, schema, TOPIC, starts);
    }
  }

  RunPlan plan() {
    return new RunPlan(
        new EngineConfig(
            "test",
            new EngineConfig.Kafka("127.0.0.1:1", TOPIC, Map.of()),
            settings.toSink(),
            new EngineConfig.Decision("{}", null, null, 0, deadLettersPerReason),
            "resume",
            drain,
            false,
            1,
            new EngineConfig.Batching(batch, lingerMillis),
            1_000,
            deadlineMillis,
            1_000,
            "target"),
        "run-1",
        starts,
        ends);
  }

  LedgerWriter writer() {
    return writer(NO_PROBE);
  }

  LedgerWriter writer(LogProbe probe) {
    return writer(this::open, probe);
  }

  LedgerWriter writer(ConnectionSource source, LogProbe probe) {
    RunPlan plan = plan();
    SinkWriter sink = new PgSinkWriter(plan, source, direct, System::nanoTime);
    return LedgerWriter.open(plan, sink, probe);
  }

  Connection open() throws SQLException {
    return PgSession.open(settings, "sluice/run-1");
  }

  /** Writes the records with one writer, in batches, and closes it. */
  void write(List<DecidedRecord> decisions) {
    try (LedgerWriter writer = writer()) {
      for (int from = 0; from < decisions.size(); from += batch) {
        decisions.subList(from, Math.min(from + batch, decisions.size())).forEach(writer::add);
        writer.flush();
      }
    }
  }

  String in(String table) {
    return Sql.table(schema, table);
  }

  List<String> processed() throws SQLException {
    return postgres.query(
        "SELECT identity, source_partition, source_offset,"
            + " (extract(epoch FROM event_time) * 1000000)::bigint, host, url, ip, method, status,"
            + " bytes, referrer, user_agent FROM "
            + in("processed_events")
            + " ORDER BY identity");
  }

  List<String> late() throws SQLException {
    return postgres.query(
        "SELECT source_partition, source_offset, reason, identity,"
            + " (extract(epoch FROM event_time) * 1000000)::bigint, lateness_micros,"
            + " encode(raw, 'hex'), raw_length, encode(raw_sha256, 'hex') FROM "
            + in("late_events")
            + " ORDER BY 1, 2");
  }

  List<String> dead() throws SQLException {
    return postgres.query(
        "SELECT source_partition, source_offset, reason, encode(raw, 'hex'), raw_length,"
            + " encode(raw_sha256, 'hex') FROM "
            + in("dead_letters")
            + " ORDER BY 1, 2");
  }

  /** The ledger's rows as {@code partition|first|next|counts}, keys in Postgres's order. */
  List<String> ledger() throws SQLException {
    return postgres.query(
        "SELECT partition, first, next, counts FROM " + in("ledger") + " ORDER BY partition");
  }

  /** The rows of all four tables. */
  List<String> everything() throws SQLException {
    List<String> all = new ArrayList<>();
    all.addAll(processed());
    all.addAll(late());
    all.addAll(dead());
    all.addAll(ledger());
    return all;
  }

  /**
   * The physical place and the writing transaction of each row: equal only if nothing was
   * rewritten.
   */
  List<String> places() throws SQLException {
    List<String> places = new ArrayList<>();
    for (String table : List.of("processed_events", "late_events", "dead_letters", "ledger")) {
      places.addAll(postgres.query("SELECT ctid, xmin FROM " + in(table) + " ORDER BY ctid"));
    }
    return places;
  }

  static Event event(String id, String url) {
    return new Event(id, TIME, "example.org", url, null, "GET", 200, 5L, null, null);
  }

  static DecidedRecord decision(int partition, long offset, String value, Outcome outcome) {
    byte[] bytes = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
    return decision(partition, offset, bytes, outcome);
  }

  static DecidedRecord decision(int partition, long offset, byte[] value, Outcome outcome) {
    return new DecidedRecord(
        new LogRecord(new Position(partition, offset), TIME / 1_000, value), outcome);
  }

  static DecidedRecord accepted(int partition, long offset, String id, String url) {
    return decision(partition, offset, "{}", new Outcome.Accepted(event(id, url)));
  }

  /** An accepted record whose identity is its position. */
  static DecidedRecord accepted(int partition, long offset) {
    return accepted(partition, offset, null, "/");
  }

  static DecidedRecord late(int partition, long offset, String value, long latenessMicros) {
    return decision(
        partition, offset, value, new Outcome.Late(event("late", "/late"), latenessMicros));
  }

  static DecidedRecord malformed(int partition, long offset, Reason reason, String value) {
    return decision(partition, offset, value, new Outcome.Malformed(reason));
  }

  static DecidedRecord filtered(int partition, long offset, String rule) {
    return decision(partition, offset, "{}", new Outcome.Filtered(rule));
  }

  /** Accepted records of one partition, from one offset to before another. */
  static List<DecidedRecord> range(int partition, long from, long to) {
    List<DecidedRecord> decisions = new ArrayList<>();
    for (long offset = from; offset < to; offset++) {
      decisions.add(accepted(partition, offset));
    }
    return decisions;
  }

  /** A probe that answers from the offsets of the given log. */
  static LogProbe logOf(List<DecidedRecord> log) {
    return (partition, offset) ->
        log.stream()
            .map(decision -> decision.record().position())
            .filter(place -> place.partition() == partition && place.offset() >= offset)
            .mapToLong(Position::offset)
            .min();
  }

  static LogProbe saying(OptionalLong answer) {
    return (partition, offset) -> answer;
  }
}
