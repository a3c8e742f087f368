// SPDX-License-Identifier: Apache-2.0
package dev.sluice.peer.flink;

import dev.sluice.engine.decision.AcceptedRecord;
import dev.sluice.engine.decision.Decider;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.model.LogRecord;
import dev.sluice.model.Position;
import dev.sluice.peer.Peer;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichFlatMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

/**
 * The part of the pipeline that all modes share: the Kafka connector's source, and the decision.
 */
final class AcceptedStream {

  static DataStream<AcceptedRecord> of(StreamExecutionEnvironment env, RunPlan plan) {
    return env.fromSource(source(plan), WatermarkStrategy.noWatermarks(), "kafka")
        .flatMap(new Decide(plan));
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

  private AcceptedStream() {}

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
