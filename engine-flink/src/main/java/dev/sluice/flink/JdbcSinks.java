package dev.sluice.flink;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.decision.Decision;
import dev.sluice.engine.ledger.JdbcUpsert;
import dev.sluice.engine.start.RunPlan;
import java.time.Duration;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.jdbc.JdbcConnectionOptions;
import org.apache.flink.connector.jdbc.JdbcExecutionOptions;
import org.apache.flink.connector.jdbc.core.datastream.sink.JdbcSink;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * The mode {@code flink-jdbc}: the JDBC connector's at-least-once sink for each of the three tables
 * of rows. What is written twice leaves the same rows; no ledger moves, nothing is counted, and a
 * run continues where the last checkpoint committed its offsets (docs/decisions/0006).
 */
final class JdbcSinks {

  /** For deadlocks of two batches that share identities: the loser repeats its batch. */
  private static final int BATCH_RETRIES = 3;

  static void add(DataStream<Decision> decided, RunPlan plan) {
    String schema = plan.config().postgres().schema();
    add("processed", JdbcUpsert.processedEvents(schema, plan.topic()), decided, plan);
    add("late", JdbcUpsert.lateEvents(schema, plan.topic()), decided, plan);
    add("dead", JdbcUpsert.deadLetters(schema, plan.topic()), decided, plan);
  }

  /**
   * Without a writer that retries, the job does, from its last checkpoint: seven restarts, each
   * after twice the time of the one before, which add up to the one deadline (R13).
   */
  static void retry(Configuration settings, RunPlan plan) {
    Duration deadline = Duration.ofMillis(plan.config().retryDeadlineMillis());
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    settings.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF,
        deadline.dividedBy(128));
    settings.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_BACKOFF_MULTIPLIER, 2.0);
    settings.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF, deadline);
    settings.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_ATTEMPTS, 7);
    settings.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_RESET_BACKOFF_THRESHOLD,
        deadline);
  }

  private static void add(
      String name, JdbcUpsert table, DataStream<Decision> decided, RunPlan plan) {
    decided
        .filter(table::takes)
        .name("is " + name)
        .uid("is-" + name)
        .sinkTo(sink(table, plan))
        .name(name)
        .uid(name);
  }

  private static Sink<Decision> sink(JdbcUpsert table, RunPlan plan) {
    return JdbcSink.<Decision>builder()
        .withQueryStatement(table.sql(), table::bind)
        .withExecutionOptions(
            JdbcExecutionOptions.builder()
                .withBatchSize(plan.config().batch().records())
                // No background flush: it would keep its failure to itself until the next write.
                .withBatchIntervalMs(0)
                .withMaxRetries(BATCH_RETRIES)
                .build())
        .buildAtLeastOnce(connection(plan.config().postgres()));
  }

  private static JdbcConnectionOptions connection(EngineConfig.Postgres postgres) {
    String url = postgres.url();
    var options =
        new JdbcConnectionOptions.JdbcConnectionOptionsBuilder()
            // Rows of one identity, merged into one INSERT, would be refused (SQLSTATE 21000). Of
            // two equal parameters the last counts.
            .withUrl(url + (url.contains("?") ? "&" : "?") + "reWriteBatchedInserts=false")
            .withDriverName("org.postgresql.Driver");
    if (!postgres.user().isEmpty()) {
      options.withUsername(postgres.user());
    }
    if (!postgres.password().isEmpty()) {
      options.withPassword(postgres.password());
    }
    return options.build();
  }

  private JdbcSinks() {}
}
