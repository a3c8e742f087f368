// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import java.io.Serializable;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.TreeSet;

/**
 * The configuration of an engine, parsed once, at its start. The keys, their defaults and their
 * meaning are in {@code docs/configuration.md}.
 *
 * @param engine the engine's mode to run, a name from its descriptor such as {@code flink}
 * @param kafka where the records are
 * @param sink where the rows go
 * @param decision what makes an event relevant and timely
 * @param start {@code resume}, {@code earliest}, {@code latest}, {@code timestamp:…}, {@code
 *     offsets:…}, {@code savepoint:…} or {@code checkpoint:…} (R15)
 * @param drain whether to end at the last stable offsets at start (R16)
 * @param supervised whether the end of stdin means stop (R14)
 * @param parallelism threads, slots or cores, as the engine calls them
 * @param batch how rows are gathered into transactions
 * @param commitIntervalMillis the engine's own commit: Flink's checkpoint, Spark's trigger, Kafka
 *     Streams' commit interval
 * @param retryDeadlineMillis how long infrastructure faults are retried in total (R13)
 * @param stopTimeoutMillis how long a graceful stop may take (R14)
 * @param stateDir a folder for the engine's state, such as checkpoints
 * @param metricsListen where the process serves its metrics and its health; null for nowhere
 */
public record EngineConfig(
    String engine,
    Kafka kafka,
    SinkSettings sink,
    Decision decision,
    String start,
    boolean drain,
    boolean supervised,
    int parallelism,
    Batching batch,
    long commitIntervalMillis,
    long retryDeadlineMillis,
    long stopTimeoutMillis,
    String stateDir,
    ListenAddress metricsListen)
    implements Serializable {

  /** The default of {@code parallelism}. */
  public static final int DEFAULT_PARALLELISM = 2;

  /** The default of {@code commit.interval.ms}. */
  public static final long DEFAULT_COMMIT_INTERVAL_MILLIS = 1_000;

  /** The default of {@code retry.deadline.ms}. */
  public static final long DEFAULT_RETRY_DEADLINE_MILLIS = 120_000;

  /** The default of {@code stop.timeout.ms}. */
  public static final long DEFAULT_STOP_TIMEOUT_MILLIS = 30_000;

  public EngineConfig {
    Objects.requireNonNull(engine, "engine");
    Objects.requireNonNull(kafka, "kafka");
    Objects.requireNonNull(sink, "sink");
    Objects.requireNonNull(decision, "decision");
    Objects.requireNonNull(start, "start");
    Objects.requireNonNull(batch, "batch");
    Objects.requireNonNull(stateDir, "stateDir");
  }

  /** A configuration without metrics. */
  public EngineConfig(
      String engine,
      Kafka kafka,
      SinkSettings sink,
      Decision decision,
      String start,
      boolean drain,
      boolean supervised,
      int parallelism,
      Batching batch,
      long commitIntervalMillis,
      long retryDeadlineMillis,
      long stopTimeoutMillis,
      String stateDir) {
    this(
        engine,
        kafka,
        sink,
        decision,
        start,
        drain,
        supervised,
        parallelism,
        batch,
        commitIntervalMillis,
        retryDeadlineMillis,
        stopTimeoutMillis,
        stateDir,
        null);
  }

  /** A copy with another source. */
  public EngineConfig withKafka(Kafka other) {
    return with(other, sink, decision, metricsListen);
  }

  /** A copy with another sink. */
  public EngineConfig withSink(SinkSettings other) {
    return with(kafka, other, decision, metricsListen);
  }

  /** A copy with another decision. */
  public EngineConfig withDecision(Decision other) {
    return with(kafka, sink, other, metricsListen);
  }

  /**
   * A copy that serves its metrics elsewhere.
   *
   * @param other null for nowhere
   */
  public EngineConfig withMetricsListen(ListenAddress other) {
    return with(kafka, sink, decision, other);
  }

  private EngineConfig with(
      Kafka otherKafka, SinkSettings otherSink, Decision otherDecision, ListenAddress otherListen) {
    return new EngineConfig(
        engine,
        otherKafka,
        otherSink,
        otherDecision,
        start,
        drain,
        supervised,
        parallelism,
        batch,
        commitIntervalMillis,
        retryDeadlineMillis,
        stopTimeoutMillis,
        stateDir,
        otherListen);
  }

  /**
   * Where the records are.
   *
   * @param properties further client properties, such as security settings; passed on as they are
   */
  public record Kafka(String bootstrapServers, String topic, Map<String, String> properties)
      implements Serializable {
    public Kafka {
      Objects.requireNonNull(bootstrapServers, "bootstrapServers");
      Objects.requireNonNull(topic, "topic");
      properties = Map.copyOf(properties);
    }

    /** Shows only the names of the properties: their values may be credentials. */
    @Override
    public String toString() {
      return "Kafka[bootstrapServers="
          + bootstrapServers
          + ", topic="
          + topic
          + ", properties="
          + new TreeSet<>(properties.keySet())
          + "]";
    }
  }

  /**
   * What makes an event relevant and timely; times in microseconds.
   *
   * @param rulesJson the rule set in canonical JSON; see {@link RulesFile#parse}
   * @param eventsJson where the fields of events are, in canonical JSON; see {@link
   *     EventsFile#parse}; null if values have the model's own names
   * @param allowedLatenessMicros null for unlimited
   * @param allowedSkewMicros zero or more
   * @param deadLettersPerReason how many dead letters are kept per partition and reason (R8)
   */
  public record Decision(
      String rulesJson,
      String eventsJson,
      Long allowedLatenessMicros,
      long allowedSkewMicros,
      long deadLettersPerReason)
      implements Serializable {

    /** The longest lateness and skew, in microseconds: 1,000 years of 365 days. */
    public static final long MOST_MICROS = 31_536_000_000_000_000L;

    /** The default of {@code allowed.lateness.micros}. */
    public static final long DEFAULT_LATENESS_MICROS = 15_000_000;

    /** The default of {@code allowed.skew.micros}. */
    public static final long DEFAULT_SKEW_MICROS = 60_000_000;

    /** The default of {@code dead.letters.per.reason}. */
    public static final long DEFAULT_DEAD_LETTERS = 10_000;

    /** The value of {@code deadLettersPerReason} that sets no limit. */
    public static final long KEEP_ALL_DEAD_LETTERS = Long.MAX_VALUE;

    public Decision {
      Objects.requireNonNull(rulesJson, "rulesJson");
    }

    /** A copy that keeps every dead letter. */
    public Decision keepingAllDeadLetters() {
      return new Decision(
          rulesJson, eventsJson, allowedLatenessMicros, allowedSkewMicros, KEEP_ALL_DEAD_LETTERS);
    }

    /** The allowed lateness in microseconds; empty for unlimited. */
    public OptionalLong allowedLateness() {
      return allowedLatenessMicros == null
          ? OptionalLong.empty()
          : OptionalLong.of(allowedLatenessMicros);
    }
  }

  /**
   * How records are gathered into transactions.
   *
   * @param records the most records of one transaction, filtered ones included
   * @param lingerMillis the longest time that a record waits for others before it is written
   */
  public record Batching(int records, long lingerMillis) implements Serializable {

    /** The defaults of {@code batch.records} and {@code batch.linger.ms}. */
    public static final Batching DEFAULT = new Batching(10_000, 50);
  }
}
