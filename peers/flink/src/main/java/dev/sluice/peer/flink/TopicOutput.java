// SPDX-License-Identifier: Apache-2.0
package dev.sluice.peer.flink;

import dev.sluice.engine.decision.AcceptedRecord;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.peer.EventProducers;
import dev.sluice.peer.EventRecords;
import dev.sluice.peer.Peer;
import java.time.Duration;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.sink.KafkaSinkBuilder;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The Kafka connector's sink, exactly once: checkpoints commit its transactions. */
final class TopicOutput {

  /**
   * More than the longest {@code commit.interval.ms}, 10 minutes, and less than what brokers allow
   * by default, 15 minutes. The connector's own default, an hour, is refused by them.
   */
  private static final Duration TRANSACTION = Duration.ofMinutes(12);

  static KafkaSink<AcceptedRecord> of(RunPlan plan) {
    KafkaSinkBuilder<AcceptedRecord> sink =
        KafkaSink.<AcceptedRecord>builder()
            .setBootstrapServers(EventProducers.servers(plan.config()))
            .setRecordSerializer(new Records(plan))
            .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
            .setTransactionalIdPrefix(Peer.group(plan.config(), plan.runId()))
            .setProperty(
                ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, Long.toString(TRANSACTION.toMillis()));
    EventProducers.properties(plan.config()).forEach(sink::setProperty);
    return sink.build();
  }

  private TopicOutput() {}

  private static final class Records implements KafkaRecordSerializationSchema<AcceptedRecord> {

    private static final long serialVersionUID = 1L;

    private final EventRecords records;

    Records(RunPlan plan) {
      this.records = new EventRecords(plan);
    }

    @Override
    public ProducerRecord<byte[], byte[]> serialize(
        AcceptedRecord row, KafkaSinkContext context, Long sourceTimestamp) {
      return records.of(row);
    }
  }
}
