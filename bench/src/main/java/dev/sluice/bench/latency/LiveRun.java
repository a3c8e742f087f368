// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.latency;

import dev.sluice.bench.Bench;
import dev.sluice.bench.throughput.Expected;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.lab.compare.ComparedTable;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.engine.EngineChild;
import dev.sluice.lab.engine.EngineExit;
import dev.sluice.lab.engine.EngineFailure;
import dev.sluice.lab.engine.EngineFailure.How;
import dev.sluice.lab.oracle.OutcomeListener;
import dev.sluice.lab.run.DecisionSource;
import dev.sluice.lab.run.EngineSetup;
import dev.sluice.lab.server.DatabaseSchema;
import dev.sluice.lab.server.Servers;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * An engine that runs until stopped, with a separate topic and schema, and is fed in an open loop.
 * Checkpoints and commits are on, as by default. Not thread-safe.
 */
public final class LiveRun {

  /** How long a record may wait for a batch to fill; such a wait is part of the latency. */
  static final long LINGER_MILLIS = 1;

  /** Partitions of the topic. */
  public static final int PARTITIONS = 4;

  /** Threads, slots or cores of the engine. */
  public static final int PARALLELISM = 2;

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long LOOK_MILLIS = 20;

  /** Space for some tens of thousands of events: a sender that waits for space counts as late. */
  private static final long BUFFER_BYTES = 64L << 20;

  private static final int BATCH_BYTES = 128 * 1024;

  /** The work to do with an engine while it runs. */
  @FunctionalInterface
  public interface Work<T> {
    T with(LiveRun run) throws Exception;
  }

  private final Servers servers;
  private final EngineSetup setup;
  private final EngineChild child;
  private final LiveSchema schema;
  private final OpenLoop loop;
  private long sent;

  private LiveRun(
      Servers servers, EngineSetup setup, EngineChild child, LiveSchema schema, OpenLoop loop) {
    this.servers = servers;
    this.setup = setup;
    this.child = child;
    this.schema = schema;
    this.loop = loop;
    this.sent = loop.sendFirst();
  }

  /**
   * Runs an engine while the work is done; leaves neither topic nor schema behind.
   *
   * @param purpose the prefix of the names of both
   */
  public static <T> T during(Bench bench, EngineCatalog.Entry entry, String purpose, Work<T> work)
      throws Exception {
    return during(bench, entry, purpose, LiveTopic.Stamps.SENDER, work);
  }

  static <T> T during(
      Bench bench, EngineCatalog.Entry entry, String purpose, LiveTopic.Stamps stamps, Work<T> work)
      throws Exception {
    Servers servers = bench.servers();
    String name = servers.prefix() + purpose + "_" + EngineSetup.schema(entry.mode().name());
    EngineSetup setup =
        EngineSetup.draining(
                bench.run(),
                servers,
                entry,
                name,
                DecisionSource.defaults().decision(),
                PARALLELISM)
            .withSchema(name)
            .untilStopped(LINGER_MILLIS);
    try (Connection connection = servers.connect();
        LiveTopic topic = LiveTopic.create(servers, name, PARTITIONS, stamps);
        LiveSchema schema = new LiveSchema(connection, name);
        EngineChild child = setup.start(bench.run(), status -> {});
        Producer<byte[], byte[]> producer = producer(servers)) {
      child.awaitRunning(PATIENCE);
      OpenLoop loop =
          new OpenLoop(producer, new TimedEvents(bench.seed()), topic.name(), PARTITIONS);
      return work.with(new LiveRun(servers, setup, child, schema, loop));
    }
  }

  /** A schema that exists only during the measurement. */
  private record LiveSchema(Connection connection, String name) implements AutoCloseable {
    @Override
    public void close() throws SQLException {
      DatabaseSchema.drop(connection, name);
    }
  }

  /** Sends at a rate in events a second, for a length of time. */
  public Sent send(int rate, Duration length) {
    Sent now = loop.send(rate, length);
    sent += now.count();
    return now;
  }

  /** The number of records sent that the ledger has not counted. */
  public long backlog() throws SQLException {
    try (Statement statement = connection().createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT coalesce(sum(next - first), 0)::bigint FROM \"%s\".ledger"
                    .formatted(schema()))) {
      row.next();
      return sent - row.getLong(1);
    }
  }

  /**
   * Waits until the ledger has counted everything that was sent.
   *
   * @throws EngineFailure if the engine ends before that, or the wait times out
   */
  public void awaitCounted() throws SQLException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    long backlog = backlog();
    while (backlog > 0) {
      if (!child.isAlive()) {
        throw new EngineFailure(How.EXIT, child.name() + " exited without a stop request");
      }
      if (System.nanoTime() > deadline) {
        throw new EngineFailure(
            How.HANG,
            String.format(
                Locale.ROOT,
                "%s: timed out after %d s with %,d records left to count",
                child.name(),
                PATIENCE.toSeconds(),
                backlog));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      backlog = backlog();
    }
  }

  /** The latencies of the rows whose events were due in a time span. */
  public Latencies latencies(long fromMicros, long toMicros) throws SQLException {
    return Latencies.of(connection(), schema(), fromMicros, toMicros);
  }

  /**
   * Stops the engine, and compares its output with the oracle's.
   *
   * @return why it does not count, or empty
   */
  public Optional<String> end() throws SQLException, IOException {
    return end(OutcomeListener.NONE);
  }

  Optional<String> end(OutcomeListener listener) throws SQLException, IOException {
    EngineExit exit = child.stop(PATIENCE);
    return exit.problem().isPresent() ? exit.problem() : difference(listener);
  }

  EngineChild child() {
    return child;
  }

  Connection connection() {
    return schema.connection();
  }

  String schema() {
    return schema.name();
  }

  private Optional<String> difference(OutcomeListener listener) throws SQLException, IOException {
    EngineConfig config = setup.config();
    Expected expected = Expected.of(servers, config.kafka(), config.decision(), listener);
    return expected.counts().duplicates() > 0
        ? Optional.of("duplicate events; the commit of a row may be that of the second copy")
        : expected.difference(connection(), schema(), ComparedTable.keptBy(setup.entry().mode()));
  }

  /** Sends each event at once: waiting to fill a batch would add to the latency. */
  private static Producer<byte[], byte[]> producer(Servers servers) {
    Map<String, Object> config = servers.kafkaClient();
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
