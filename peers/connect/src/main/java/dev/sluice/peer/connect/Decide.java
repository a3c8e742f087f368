// SPDX-License-Identifier: Apache-2.0
package dev.sluice.peer.connect;

import dev.sluice.engine.decision.AcceptedRecord;
import dev.sluice.engine.decision.Decider;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.model.Event;
import dev.sluice.model.LogRecord;
import dev.sluice.model.Position;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;

/**
 * Turns a record into its row, or drops it if it has none: the sink writes everything it receives,
 * and has no rules. Connect creates an instance for each task.
 */
public final class Decide implements Transformation<SinkRecord> {

  /** A text, with the name that Debezium's connectors give to a time with a zone. */
  private static final Schema TIME =
      SchemaBuilder.string().name("io.debezium.time.ZonedTimestamp").version(1).build();

  private static final Schema ROW =
      SchemaBuilder.struct()
          .field("identity", Schema.STRING_SCHEMA)
          .field("source_partition", Schema.INT32_SCHEMA)
          .field("source_offset", Schema.INT64_SCHEMA)
          .field("event_time", TIME)
          .field("host", Schema.STRING_SCHEMA)
          .field("url", Schema.STRING_SCHEMA)
          .field("ip", Schema.OPTIONAL_STRING_SCHEMA)
          .field("method", Schema.OPTIONAL_STRING_SCHEMA)
          .field("status", Schema.OPTIONAL_INT32_SCHEMA)
          .field("bytes", Schema.OPTIONAL_INT64_SCHEMA)
          .field("referrer", Schema.OPTIONAL_STRING_SCHEMA)
          .field("user_agent", Schema.OPTIONAL_STRING_SCHEMA)
          .build();

  private final RunPlan plan;
  private final Progress progress;
  private final Decider decider;

  /** For Connect, which creates instances by class name. */
  public Decide() {
    this.progress = Progress.ofProcess();
    this.plan = progress.plan();
    this.decider = Decider.of(plan.config().decision());
  }

  @Override
  public SinkRecord apply(SinkRecord record) {
    Position position = new Position(record.kafkaPartition(), record.kafkaOffset());
    if (!plan.contains(position.partition(), position.offset())) {
      return null;
    }
    long timestamp = record.timestamp() == null ? 0 : record.timestamp();
    Optional<AcceptedRecord> row =
        AcceptedRecord.of(
            decider.decide(new LogRecord(position, timestamp, (byte[]) record.value())));
    progress.seen(position, row.isPresent());
    return row.map(accepted -> with(row(accepted), record)).orElse(null);
  }

  private Struct row(AcceptedRecord row) {
    Event event = row.event();
    return new Struct(ROW)
        .put("identity", event.identity(plan.topic(), row.position()))
        .put("source_partition", row.position().partition())
        .put("source_offset", row.position().offset())
        .put(
            "event_time", Instant.EPOCH.plus(event.eventTimeMicros(), ChronoUnit.MICROS).toString())
        .put("host", event.host())
        .put("url", event.url())
        .put("ip", event.ip())
        .put("method", event.method())
        .put("status", event.status())
        .put("bytes", event.bytes())
        .put("referrer", event.referrer())
        .put("user_agent", event.userAgent());
  }

  private static SinkRecord with(Struct value, SinkRecord record) {
    return record.newRecord(
        record.topic(),
        record.kafkaPartition(),
        record.keySchema(),
        record.key(),
        value.schema(),
        value,
        record.timestamp());
  }

  @Override
  public void configure(Map<String, ?> configs) {}

  @Override
  public ConfigDef config() {
    return new ConfigDef();
  }

  @Override
  public void close() {}
}
