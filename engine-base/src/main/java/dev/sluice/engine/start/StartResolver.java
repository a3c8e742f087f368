// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.start;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.ledger.GapException;
import dev.sluice.engine.ledger.LedgerRow;
import dev.sluice.engine.ledger.Pipeline;
import dev.sluice.engine.log.KafkaTopicLog;
import dev.sluice.engine.log.TopicLog;
import dev.sluice.engine.log.TopicState;
import dev.sluice.engine.plan.Deadline;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.plan.StartException;
import dev.sluice.engine.sink.LedgerReader;
import dev.sluice.engine.sink.Sink;
import dev.sluice.engine.sink.SinkState;
import dev.sluice.engine.sink.SinkType;
import dev.sluice.engine.sink.StartRetry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resolves a configuration to offsets before anything is consumed: checks that the sink is this
 * pipeline's, resolves starts and ends, and inserts the ledger's missing rows (R10, R15, R16).
 */
public final class StartResolver {

  private static final Logger LOG = LoggerFactory.getLogger(StartResolver.class);

  private final TopicLog log;
  private final Function<EngineConfig, Sink> sinks;

  /**
   * @param log where the topic's state comes from
   * @param sinks opens the sink of a configuration
   */
  public StartResolver(TopicLog log, Function<EngineConfig, Sink> sinks) {
    this.log = log;
    this.sinks = sinks;
  }

  private static StartResolver ofServers() {
    return new StartResolver(new KafkaTopicLog(), SinkType::of);
  }

  /**
   * Resolves a run against its Kafka and its sink, and logs the result.
   *
   * @throws ConfigException if the configuration does not fit the servers or the sink
   * @throws GapException if the log no longer has records that the ledger expects next
   * @throws StartException if a server is unreachable until the retry deadline
   */
  public static RunPlan resolve(EngineConfig config) {
    return ofServers().plan(config);
  }

  /**
   * The ledger's current {@code next} by partition: for an engine that restores its own state while
   * it runs, such as Flink after a failure, when the starts of its plan are outdated. Only reads: a
   * ledger that is gone must not be replaced by an empty one.
   *
   * @throws StartException if the sink is unreachable until the retry deadline, or has no ledger
   */
  public static SortedMap<Integer, Long> ledger(EngineConfig config) {
    Sink sink = SinkType.of(config);
    Deadline deadline = Deadline.in(Duration.ofMillis(config.retryDeadlineMillis()));
    try (LedgerReader ledger = sink.reader()) {
      return LedgerRow.next(StartRetry.until(deadline, sink.target(), ledger::rows));
    }
  }

  /**
   * Why a failed run, if started again, would be refused: the log no longer has the records that
   * the ledger expects next, or the topic has been replaced by another. An engine's own client
   * reports this in its own words, or not at all.
   *
   * @param patience how long to wait for the servers
   * @return a {@link GapException} or a {@link ConfigException}; empty if a start would continue,
   *     or if the servers do not answer in time
   */
  public static Optional<RuntimeException> refusal(RunPlan plan, Duration patience) {
    return ofServers().refused(plan, patience);
  }

  Optional<RuntimeException> refused(RunPlan plan, Duration patience) {
    EngineConfig config = plan.config();
    Deadline deadline = Deadline.in(patience);
    try {
      TopicState topic = log.state(config.kafka(), Optional.empty(), deadline);
      new Attempt(config, new StartOption.Resume(), topic, sinks.apply(config)).recheck(deadline);
      return Optional.empty();
    } catch (ConfigException | GapException e) {
      return Optional.of(e);
    } catch (StartException notNow) {
      return Optional.empty();
    }
  }

  /** Resolves a run, and begins it in the sink. */
  public RunPlan plan(EngineConfig config) {
    StartOption option = StartOption.parse(config.start());
    Optional<Instant> since =
        option instanceof StartOption.Timestamp timestamp
            ? Optional.of(timestamp.instant())
            : Optional.empty();
    Deadline deadline = Deadline.in(Duration.ofMillis(config.retryDeadlineMillis()));
    TopicState topic = log.state(config.kafka(), since, deadline);
    return new Attempt(config, option, topic, sinks.apply(config)).plan(deadline);
  }

  /** A start, with what was found. */
  private record Attempt(EngineConfig config, StartOption option, TopicState topic, Sink sink) {

    RunPlan plan(Deadline deadline) {
      Pipeline pipeline = Pipelines.of(config, topic, UUID.randomUUID().toString());
      SinkState before = own(pipeline, sink.state(deadline));
      SortedMap<Integer, Long> missing = Starts.missing(option, topic, before.next(), sink);
      SortedMap<Integer, Long> expected = before.next();
      expected.putAll(missing);
      // Before the start is written, so that a refused one leaves no trace.
      Starts.checkNothingGone(expected, topic, config.kafka().topic());

      SinkState now = before;
      if (before.pipeline().isEmpty() || !missing.isEmpty()) {
        // If another process was faster, its pipeline and its rows are the current ones.
        now = own(pipeline, sink.begin(pipeline, missing, deadline));
        Starts.checkNothingGone(now.next(), topic, config.kafka().topic());
      }

      TreeMap<Integer, Long> ends =
          config.drain() ? new TreeMap<>(topic.lastStable()) : new TreeMap<>();
      String runId = now.pipeline().orElseThrow().runId();
      RunPlan plan = new RunPlan(config, runId, new TreeMap<>(now.next()), ends);
      tell(plan, before.next());
      return plan;
    }

    /** Checks again what a start checks, and writes nothing. */
    void recheck(Deadline deadline) {
      Pipeline pipeline = Pipelines.of(config, topic, UUID.randomUUID().toString());
      SinkState now = own(pipeline, sink.state(deadline));
      Starts.checkNothingGone(now.next(), topic, config.kafka().topic());
    }

    /** The same state, which must not be of another pipeline. */
    private SinkState own(Pipeline pipeline, SinkState state) {
      state.pipeline().ifPresent(found -> Pipelines.check(pipeline, found, sink));
      return state;
    }

    private void tell(RunPlan plan, SortedMap<Integer, Long> before) {
      LOG.info(
          "run {} of topic {} ({}) into {}",
          plan.runId(),
          plan.topic(),
          topic.topicId(),
          sink.target());
      plan.starts()
          .forEach(
              (partition, start) ->
                  LOG.info(
                      "{}-{} {} {}{}",
                      plan.topic(),
                      partition,
                      why(partition, before),
                      start,
                      plan.end(partition).isEmpty()
                          ? ", until stopped"
                          : ", ends before " + plan.end(partition).getAsLong()));
    }

    private String why(int partition, SortedMap<Integer, Long> before) {
      if (before.containsKey(partition)) {
        return "resumes from the ledger at";
      }
      if (!before.isEmpty()) {
        return "is new since the last start, and starts at";
      }
      return option instanceof StartOption.Resume
          ? "has no ledger to resume from, and starts at the earliest record,"
          : "starts (start=" + config.start() + ") at";
    }
  }
}
