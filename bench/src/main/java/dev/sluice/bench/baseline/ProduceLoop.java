// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.baseline;

import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.sink.Row;
import dev.sluice.kit.reference.ConsumerLoop;
import dev.sluice.model.Outcome;
import dev.sluice.sink.kafka.KafkaSinkSettings;
import dev.sluice.sink.kafka.RowRecords;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * P: decides each record, and produces the rows of events, in a transaction for each batch: what
 * Kafka's own client achieves here, without a ledger.
 */
final class ProduceLoop extends ConsumerLoop {

  /** As the sink's own producers have it, so that only the work around them differs. */
  private static final Map<String, Object> BATCHING =
      Map.of(ProducerConfig.LINGER_MS_CONFIG, 20, ProducerConfig.BATCH_SIZE_CONFIG, 256 * 1024);

  private final String topic;
  private final int batchRecords;
  private final RowRecords records;
  private final Producer<byte[], byte[]> producer;
  private int open;

  /**
   * @param share the number of the loop among those of its process
   */
  ProduceLoop(RunPlan plan, int share) {
    super(plan);
    KafkaSinkSettings settings = KafkaSinkSettings.of(plan.config());
    this.topic = plan.topic();
    this.batchRecords = plan.config().batch().records();
    this.records = new RowRecords(settings.name());
    Map<String, Object> properties = new HashMap<>(BATCHING);
    properties.putAll(settings.kafka().properties());
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.kafka().bootstrapServers());
    properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, plan.runId() + "-" + share);
    this.producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    producer.initTransactions();
  }

  @Override
  protected void write(DecidedRecord decision) {
    if (open == 0) {
      producer.beginTransaction();
    }
    open++;
    if (decision.outcome() instanceof Outcome.Accepted) {
      // A failure is thrown by the commit.
      Future<RecordMetadata> unused = producer.send(records.of(Row.Processed.of(topic, decision)));
    }
    if (open == batchRecords) {
      flush();
    }
  }

  @Override
  protected void flush() {
    if (open > 0) {
      producer.commitTransaction();
      open = 0;
    }
  }

  @Override
  public void close() {
    producer.close();
    super.close();
  }
}
