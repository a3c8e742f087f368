// SPDX-License-Identifier: Apache-2.0
package dev.sluice.peer.flink;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.decision.AcceptedRecord;
import dev.sluice.engine.decision.Decider;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.model.LogRecord;
import dev.sluice.model.Position;
import dev.sluice.peer.Peer;
import dev.sluice.peer.PeerDatabase;
import dev.sluice.sink.postgres.JdbcUpsert;
import dev.sluice.sink.postgres.PgSettings;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.jdbc.JdbcConnectionOptions;
import org.apache.flink.connector.jdbc.JdbcExecutionOptions;
import org.apache.flink.connector.jdbc.core.datastream.sink.JdbcSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

/** Builds the pipeline from the connectors' documentation: Kafka source, decision, JDBC sink. */
final class JdbcPipeline {

  static void build(StreamExecutionEnvironment env, RunPlan plan) {
    env.fromSource(source(plan), WatermarkStrategy.noWatermarks(), "kafka")
        .flatMap(new Decide(plan))
        .sinkTo(sink(plan));
  }

  @SuppressWarnings("deprecation") // deprecated by Kafka, but still in the connector's interface
  private static KafkaSource<LogRecord> source(RunPlan plan) {
    KafkaSourceBuilder<LogRecord> source =
        KafkaSource.<LogRecord>builder()
            .setBootstrapServers(plan.config().kafka().bootstrapServers())
            .setTopics(plan.topic())
            .setGroupId(Peer.group(plan.config(), plan.runId()))
            .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
            .setDeserializer(new RawRecords())
            .setProperty("isolation.level", "read_committed");
    plan.config().kafka().properties().forEach(source::setProperty);
    if (plan.config().drain()) {
      source.setBounded(OffsetsInitializer.offsets(ends(plan)));
    }
    return source.build();
  }

  private static Map<TopicPartition, Long> ends(RunPlan plan) {
    return plan.ends().entrySet().stream()
        .collect(
            Collectors.toMap(
                end -> new TopicPartition(plan.topic(), end.getKey()), Map.Entry::getValue));
  }

  private static JdbcSink<AcceptedRecord> sink(RunPlan plan) {
    PgSettings postgres = PgSettings.of(plan.config());
    JdbcUpsert upsert = JdbcUpsert.processedEvents(postgres.schema(), plan.topic());
    return JdbcSink.<AcceptedRecord>builder()
        .withQueryStatement(
            upsert.sql(), (statement, row) -> upsert.bind(statement, row.decision()))
        .withExecutionOptions(execution(plan.config()))
        .buildAtLeastOnce(connection(postgres, Peer.isTuned(plan.config())));
  }

  private static JdbcExecutionOptions execution(EngineConfig config) {
    if (!Peer.isTuned(config)) {
      return JdbcExecutionOptions.defaults();
    }
    return JdbcExecutionOptions.builder()
        .withBatchSize(config.batch().records())
        .withBatchIntervalMs(config.batch().lingerMillis())
        .build();
  }

  private static JdbcConnectionOptions connection(PgSettings postgres, boolean rewrites) {
    var options =
        new JdbcConnectionOptions.JdbcConnectionOptionsBuilder()
            .withUrl(PeerDatabase.url(postgres, rewrites))
            .withDriverName(PeerDatabase.DRIVER);
    if (!postgres.user().isEmpty()) {
      options.withUsername(postgres.user());
    }
    if (!postgres.password().isEmpty()) {
      options.withPassword(postgres.password());
    }
    return options.build();
  }

  private JdbcPipeline() {}

  /** Keeps the parts of a record that a decision may depend on. */
  private static final class RawRecords implements KafkaRecordDeserializationSchema<LogRecord> {

    private static final long serialVersionUID = 1L;

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<LogRecord> out) {
      out.collect(
          new LogRecord(
              new Position(record.partition(), record.offset()),
              record.timestamp(),
              record.value()));
    }

    @Override
    public TypeInformation<LogRecord> getProducedType() {
      return TypeInformation.of(LogRecord.class);
    }
  }

  private static final class Decide extends RichFlatMapFunction<LogRecord, AcceptedRecord> {

    private static final long serialVersionUID = 1L;

    private final RunPlan plan;
    private transient Decider decider;

    Decide(RunPlan plan) {
      this.plan = plan;
    }

    @Override
    public void open(OpenContext context) {
      decider = Decider.of(plan.config().decision());
    }

    @Override
    public void flatMap(LogRecord record, Collector<AcceptedRecord> out) {
      AcceptedRecord.of(decider.decide(record)).ifPresent(out::collect);
    }
  }
}
