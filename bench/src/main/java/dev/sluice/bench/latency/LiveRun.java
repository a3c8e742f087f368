// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.latency;

import dev.sluice.bench.Bench;
import dev.sluice.bench.throughput.Expected;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.sink.SinkFault;
import dev.sluice.lab.compare.ComparedTable;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.engine.EngineChild;
import dev.sluice.lab.engine.EngineExit;
import dev.sluice.lab.engine.EngineFailure;
import dev.sluice.lab.engine.EngineFailure.How;
import dev.sluice.lab.oracle.OutcomeListener;
import dev.sluice.lab.run.DecisionSource;
import dev.sluice.lab.run.EngineSetup;
import dev.sluice.lab.run.SinkKind;
import dev.sluice.lab.server.Servers;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
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
 * An engine that runs until stopped, with a separate topic and sink, and is fed in an open loop.
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

  private final LiveSink sink;
  private final EngineChild child;
  private final LiveRows rows;
  private final OpenLoop loop;
  private long sent;

  private LiveRun(LiveSink sink, EngineChild child, LiveRows rows, OpenLoop loop) {
    this.sink = sink;
    this.child = child;
    this.rows = rows;
    this.loop = loop;
    this.sent = loop.sendFirst();
  }

  /**
   * Runs an engine that writes to Postgres while the work is done; leaves neither topic nor schema
   * behind.
   *
   * @param purpose the prefix of the names of both
   */
  public static <T> T during(Bench bench, EngineCatalog.Entry entry, String purpose, Work<T> work)
      throws Exception {
    return during(bench, entry, SinkKind.POSTGRES, purpose, LiveTopic.Stamps.SENDER, work);
  }

  static <T> T during(
      Bench bench,
      EngineCatalog.Entry entry,
      SinkKind kind,
      String purpose,
      LiveTopic.Stamps stamps,
      Work<T> work)
      throws Exception {
    Servers servers = bench.servers();
    String name = servers.prefix() + purpose + "_" + EngineSetup.schema(entry.mode().name());
    EngineSetup tables =
        EngineSetup.draining(
                bench.run(),
                servers,
                entry,
                name,
                DecisionSource.defaults().decision(),
                PARALLELISM)
            .withSchema(name)
            .untilStopped(LINGER_MILLIS);
    EngineSetup setup = kind.into(tables, bench.run(), servers);
    try (Connection connection = servers.connect();
        LiveTopic topic = LiveTopic.create(servers, name, PARTITIONS, stamps);
        LiveSink sink = new LiveSink(servers, kind, setup, connection);
        EngineChild child = setup.start(bench.run(), status -> {});
        Producer<byte[], byte[]> producer = producer(servers)) {
      child.awaitRunning(PATIENCE);
      try (LiveRows rows = sink.rows()) {
        OpenLoop loop =
            new OpenLoop(producer, new TimedEvents(bench.seed()), topic.name(), PARTITIONS);
        return work.with(new LiveRun(sink, child, rows, loop));
      }
    }
  }

  /** A sink whose rows exist only during the measurement. */
  private record LiveSink(Servers servers, SinkKind kind, EngineSetup setup, Connection connection)
      implements AutoCloseable {

    String schema() {
      return kind.schema(setup, servers);
    }

    LiveRows rows() {
      return switch (kind) {
        case POSTGRES -> new LiveTables(connection, schema());
        case KAFKA -> LiveTopics.open(servers, setup.config());
      };
    }

    /** How all rows differ from the oracle's. */
    Optional<String> difference(OutcomeListener listener) throws SQLException, IOException {
      EngineConfig config = setup.config();
      Expected expected = Expected.of(servers, config.kafka(), config.decision(), listener);
      if (expected.counts().duplicates() > 0) {
        return Optional.of("duplicate events; the commit of a row may be that of the second copy");
      }
      var unused = kind.load(connection, setup, schema());
      return expected.difference(connection, schema(), ComparedTable.keptBy(setup.entry().mode()));
    }

    @Override
    public void close() throws SQLException {
      try {
        kind.remove(connection, setup, schema(), servers);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted before the rows were removed", e);
      }
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
    try {
      return sent - rows.counted();
    } catch (SinkFault notNow) {
      return sent;
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
  public Latencies latencies(long fromMicros, long toMicros)
      throws SQLException, InterruptedException {
    return rows.latencies(fromMicros, toMicros);
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
    return exit.problem().isPresent() ? exit.problem() : sink.difference(listener);
  }

  EngineChild child() {
    return child;
  }

  Connection connection() {
    return sink.connection();
  }

  String schema() {
    return sink.schema();
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
