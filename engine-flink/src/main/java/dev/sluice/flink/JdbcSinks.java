package dev.sluice.flink;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.engine.ledger.JdbcUpsert;
import dev.sluice.engine.start.RunPlan;
import dev.sluice.model.Event;
import dev.sluice.model.LogRecord;
import dev.sluice.model.Outcome;
import dev.sluice.model.Position;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.jdbc.JdbcConnectionOptions;
import org.apache.flink.connector.jdbc.JdbcExecutionOptions;
import org.apache.flink.connector.jdbc.JdbcStatementBuilder;
import org.apache.flink.connector.jdbc.core.datastream.sink.JdbcSink;
import org.apache.flink.streaming.api.datastream.DataStream;

/**
 * The mode {@code flink-jdbc}: the JDBC connector's at-least-once sink for each of the three tables
 * of rows. What is written twice leaves the same rows; no ledger moves, nothing is counted, and a
 * run continues where the last checkpoint committed its offsets (docs/decisions/0006).
 */
final class JdbcSinks {

  /** Repeats a batch after a lost connection; how long to wait for one, the connection knows. */
  private static final int BATCH_RETRIES = 3;

  static void add(DataStream<DecidedRecord> decided, RunPlan plan) {
    String schema = plan.config().postgres().schema();
    JdbcUpsert processed = JdbcUpsert.processedEvents(schema, plan.topic());
    JdbcUpsert late = JdbcUpsert.lateEvents(schema, plan.topic());
    JdbcUpsert dead = JdbcUpsert.deadLetters(schema, plan.topic());
    String topic = plan.topic();

    // By identity, since batches of two writers that share identities in another order deadlock.
    decided
        .filter(processed::takes)
        .map(decision -> Accepted.of(decision))
        .returns(TypeInformation.of(Accepted.class))
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
    EngineConfig.Postgres postgres = config.postgres();
    String url = postgres.url();
    var options =
        new JdbcConnectionOptions.JdbcConnectionOptionsBuilder()
            // Rows of one identity, merged into one INSERT, would be refused (SQLSTATE 21000). Of
            // two equal parameters the last counts.
            .withUrl(url + (url.contains("?") ? "&" : "?") + "reWriteBatchedInserts=false")
            .withDriverName("org.postgresql.Driver")
            // The driver would wait for ever for a database that is frozen, and so would a
            // cancelled
            // task. What the URL says of it comes first.
            .withProperty("socketTimeout", seconds(config.retryDeadlineMillis()));
    if (!postgres.user().isEmpty()) {
      options.withUsername(postgres.user());
    }
    if (!postgres.password().isEmpty()) {
      options.withPassword(postgres.password());
    }
    return options.build();
  }

  /** Rounded up, since the driver takes zero for never. */
  private static String seconds(long millis) {
    return Long.toString((millis + 999) / 1_000);
  }

  private JdbcSinks() {}

  /**
   * What of an accepted record goes to the writer of its identity. Flink serializes records of Java
   * field by field; public, since it asks that of them.
   *
   * @param position where the record lies
   * @param event the row
   */
  public record Accepted(Position position, Event event) {

    static Accepted of(DecidedRecord decision) {
      return new Accepted(
          decision.record().position(), ((Outcome.Accepted) decision.outcome()).event());
    }

    DecidedRecord decision() {
      return new DecidedRecord(new LogRecord(position, 0, null), new Outcome.Accepted(event));
    }
  }
}
