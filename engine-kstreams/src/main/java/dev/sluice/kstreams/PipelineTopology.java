// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kstreams;

import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.engine.decision.Decider;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.model.LogRecord;
import dev.sluice.model.Position;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** The pipeline as a Kafka Streams topology: topic, decide, ledger. */
final class PipelineTopology {

  /**
   * Replaces a negative timestamp by zero. Kafka Streams drops a record with a negative timestamp
   * before any processor sees it; for the decision, both mean that the timestamp is absent (R4).
   */
  private static final TimestampExtractor TIMESTAMP_OR_ZERO =
      (record, partitionTime) -> Math.max(0, record.timestamp());

  /**
   * Builds the topology. There is no repartition topic before the writer, so each partition keeps
   * its offset order (R9). Every node has a name: Kafka Streams would number nodes without a name
   * in the digits of the default locale, and then refuse names with digits that are not Latin.
   */
  static Topology of(RunPlan plan, StreamThreadWriters writers, Drain drain) {
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream(
            plan.topic(),
            Consumed.with(Serdes.ByteArray(), Serdes.ByteArray())
                .withTimestampExtractor(TIMESTAMP_OR_ZERO)
                .withName("topic"))
        .processValues(() -> new Decide(plan), Named.as("decide"))
        .process(() -> new LedgerSink(writers, drain), Named.as("ledger"));
    return builder.build();
  }

  /** Decides each record of this run; drops records at or after a drain's end (R16). */
  private static final class Decide implements FixedKeyProcessor<byte[], byte[], DecidedRecord> {

    private final RunPlan plan;
    private final Decider decider;
    private FixedKeyProcessorContext<byte[], DecidedRecord> context;

    Decide(RunPlan plan) {
      this.plan = plan;
      this.decider = Decider.of(plan.config().decision());
    }

    @Override
    public void init(FixedKeyProcessorContext<byte[], DecidedRecord> context) {
      this.context = context;
    }

    @Override
    public void process(FixedKeyRecord<byte[], byte[]> record) {
      RecordMetadata source = context.recordMetadata().orElseThrow();
      if (plan.contains(source.partition(), source.offset())) {
        Position position = new Position(source.partition(), source.offset());
        context.forward(
            record.withValue(
                decider.decide(new LogRecord(position, record.timestamp(), record.value()))));
      }
    }
  }

  private PipelineTopology() {}
}
