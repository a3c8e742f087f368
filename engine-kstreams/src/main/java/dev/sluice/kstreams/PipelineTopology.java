// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kstreams;

import dev.sluice.engine.plan.RunPlan;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.TimestampExtractor;

/** The pipeline as a Kafka Streams topology: topic, then decision and ledger. */
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
        .process(() -> new LedgerSink(plan, writers, drain), Named.as("ledger"));
    return builder.build();
  }

  private PipelineTopology() {}
}
