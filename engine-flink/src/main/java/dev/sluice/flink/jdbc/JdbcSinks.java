// SPDX-License-Identifier: Apache-2.0
package dev.sluice.flink.jdbc;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.decision.AcceptedRecord;
import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.sink.postgres.JdbcUpsert;
import dev.sluice.sink.postgres.PgSettings;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.jdbc.JdbcConnectionOptions;
import org.apache.flink.connector.jdbc.JdbcExecutionOptions;
import org.apache.flink.connector.jdbc.JdbcStatementBuilder;
import org.apache.flink.connector.jdbc.core.datastream.sink.JdbcSink;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.util.Collector;

/**
 * The mode {@code flink-jdbc}: the JDBC connector's at-least-once sink for each of the three tables
 * of rows. Rows that are written twice do not change; no ledger is kept, nothing is counted, and a
 * run resumes from the offsets that the last checkpoint committed (docs/decisions/0006).
 */
public final class JdbcSinks {

  /**
   * How often a batch is retried after a lost connection; {@link PatientConnection} waits for a new
   * one.
   */
  private static final int BATCH_RETRIES = 3;

  /** Adds the sinks to a pipeline. */
  public static void add(DataStream<DecidedRecord> decided, RunPlan plan) {
    String schema = PgSettings.of(plan.config()).schema();
    JdbcUpsert processed = JdbcUpsert.processedEvents(schema, plan.topic());
    JdbcUpsert late = JdbcUpsert.lateEvents(schema, plan.topic());
    JdbcUpsert dead = JdbcUpsert.deadLetters(schema, plan.topic());
    String topic = plan.topic();

    // By identity: two writers that write the same identities in different orders could deadlock.
    decided
        .flatMap(
            (DecidedRecord decision, Collector<AcceptedRecord> out) ->
                AcceptedRecord.of(decision).ifPresent(out::collect))
        .returns(TypeInformation.of(AcceptedRecord.class))
        .name("accepted")
        .uid("accepted")
        .keyBy(accepted -> accepted.event().identity(topic, accepted.position()))
        .sinkTo(sink(processed.sql(), (row, it) -> processed.bind(row, it.decision()), plan))
        .name("processed")
        .uid("processed");
    decided.filter(late::takes).sinkTo(sink(late.sql(), late::bind, plan)).name("late").uid("late");
    decided.filter(dead::takes).sinkTo(sink(dead.sql(), dead::bind, plan)).name("dead").uid("dead");
  }

  private static <T> Sink<T> sink(String sql, JdbcStatementBuilder<T> binder, RunPlan plan) {
    return new AtLeastOnceSink<>(
        JdbcSink.<T>builder()
            .withQueryStatement(sql, binder)
            .withExecutionOptions(
                JdbcExecutionOptions.builder()
                    .withBatchSize(plan.config().batch().records())
                    // No flush in the background: it would hide its failure until the next write.
                    .withBatchIntervalMs(0)
                    .withMaxRetries(BATCH_RETRIES)
                    .build())
            .buildAtLeastOnce(
                new PatientConnection(
                    connection(plan.config()), plan.config().retryDeadlineMillis())));
  }

  private static JdbcConnectionOptions connection(EngineConfig config) {
    PgSettings postgres = PgSettings.of(config);
    String url = postgres.url();
    var options =
        new JdbcConnectionOptions.JdbcConnectionOptionsBuilder()
            // Rows of one identity in one INSERT would be refused (SQLSTATE 21000). Of two equal
            // parameters, the driver uses the last.
            .withUrl(url + (url.contains("?") ? "&" : "?") + "reWriteBatchedInserts=false")
            .withDriverName("org.postgresql.Driver")
            // By default the driver would wait indefinitely for a frozen database, and a cancelled
            // task with it. A value in the URL takes precedence.
            .withProperty("socketTimeout", seconds(config.retryDeadlineMillis()));
    if (!postgres.user().isEmpty()) {
      options.withUsername(postgres.user());
    }
    String password = postgres.currentPassword();
    if (!password.isEmpty()) {
      options.withPassword(password);
    }
    return options.build();
  }

  /** Converts to seconds, rounded up, since zero means no timeout for the driver. */
  private static String seconds(long millis) {
    return Long.toString((millis + 999) / 1_000);
  }

  private JdbcSinks() {}
}
