// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.start;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.ledger.GapException;
import dev.sluice.engine.ledger.PipelineRow;
import dev.sluice.engine.plan.RunPlan;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resolves a configuration to offsets before anything is consumed: checks that the tables are this
 * pipeline's, resolves starts and ends, and inserts the ledger's missing rows (R10, R15, R16).
 */
public final class StartResolver {

  private static final Logger LOG = LoggerFactory.getLogger(StartResolver.class);

  private final TopicLog log;
  private final BiFunction<EngineConfig, Deadline, RunTables.Database> databases;

  StartResolver(TopicLog log, BiFunction<EngineConfig, Deadline, RunTables.Database> databases) {
    this.log = log;
    this.databases = databases;
  }

  /**
   * Resolves a run against its Kafka and its Postgres, and logs the result.
   *
   * @throws ConfigException if the configuration does not fit the servers or the tables
   * @throws GapException if the log no longer has records that the ledger expects next
   * @throws StartException if a server is unreachable until the retry deadline
   */
  public static RunPlan resolve(EngineConfig config) {
    return new StartResolver(new KafkaTopicLog(), PgDatabase::new).plan(config);
  }

  /**
   * The ledger's current {@code next} by partition: for an engine that restores its own state while
   * it runs, such as Flink after a failure, when the starts of its plan are outdated.
   *
   * @throws StartException if the database is unreachable until the retry deadline
   */
  public static SortedMap<Integer, Long> ledger(EngineConfig config) {
    Deadline deadline = Deadline.in(Duration.ofMillis(config.retryDeadlineMillis()));
    return new PgDatabase(config, deadline).transaction(RunTables::next);
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
    return new StartResolver(new KafkaTopicLog(), PgDatabase::new).refused(plan, patience);
  }

  Optional<RuntimeException> refused(RunPlan plan, Duration patience) {
    EngineConfig config = plan.config();
    Deadline deadline = Deadline.in(patience);
    try {
      TopicState topic = log.state(config.kafka(), Optional.empty(), deadline);
      return databases
          .apply(config, deadline)
          .transaction(tables -> new Attempt(config, new StartOption.Resume(), topic).no(tables));
    } catch (ConfigException e) {
      return Optional.of(e);
    } catch (StartException notNow) {
      return Optional.empty();
    }
  }

  RunPlan plan(EngineConfig config) {
    StartOption option = StartOption.parse(config.start());
    Optional<Instant> since =
        option instanceof StartOption.Timestamp timestamp
            ? Optional.of(timestamp.instant())
            : Optional.empty();
    Deadline deadline = Deadline.in(Duration.ofMillis(config.retryDeadlineMillis()));
    TopicState topic = log.state(config.kafka(), since, deadline);
    return databases
        .apply(config, deadline)
        .transaction(tables -> new Attempt(config, option, topic).plan(tables));
  }

  /** The work of one transaction, repeated from its start after a fault. */
  private record Attempt(EngineConfig config, StartOption option, TopicState topic) {

    RunPlan plan(RunTables tables) throws SQLException {
      String schema = config.postgres().schema();
      PipelineRow standing = standing(tables);

      SortedMap<Integer, Long> before = tables.next();
      SortedMap<Integer, Long> missing = Starts.missing(option, topic, before, schema);
      tables.insertMissing(missing);
      // Read again: if another process was faster, its row is the current one.
      TreeMap<Integer, Long> starts = new TreeMap<>(tables.next());
      Starts.checkAllKept(starts, missing, schema);
      Starts.checkNothingGone(starts, topic, config.kafka().topic());

      TreeMap<Integer, Long> ends =
          config.drain() ? new TreeMap<>(topic.lastStable()) : new TreeMap<>();
      RunPlan plan = new RunPlan(config, standing.runId(), starts, ends);
      tell(plan, before);
      return plan;
    }

    private PipelineRow standing(RunTables tables) throws SQLException {
      PipelineRow expected = Pipelines.expected(config, topic, UUID.randomUUID().toString());
      PipelineRow standing = tables.insertIfAbsent(expected);
      Pipelines.check(expected, standing, config.postgres().schema());
      return standing;
    }

    /** Why a plan would be refused; empty if it would not. */
    Optional<RuntimeException> no(RunTables tables) throws SQLException {
      try {
        standing(tables);
        Starts.checkNothingGone(tables.next(), topic, config.kafka().topic());
        return Optional.empty();
      } catch (ConfigException | GapException e) {
        return Optional.of(e);
      }
    }

    private void tell(RunPlan plan, SortedMap<Integer, Long> before) {
      LOG.info(
          "run {} of topic {} ({}) into schema {}",
          plan.runId(),
          plan.topic(),
          topic.topicId(),
          config.postgres().schema());
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
