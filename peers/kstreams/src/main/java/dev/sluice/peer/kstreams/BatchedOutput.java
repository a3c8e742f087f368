// SPDX-License-Identifier: Apache-2.0
package dev.sluice.peer.kstreams;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.plan.RunPlan;
import java.sql.SQLException;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/** Upserts in JDBC batches. */
final class BatchedOutput implements Output {

  private static final String MODE = "peer-kstreams-batched";

  private final RunPlan plan;
  private final ThreadBatches batches;

  BatchedOutput(RunPlan plan) {
    this.plan = plan;
    this.batches = new ThreadBatches(plan);
  }

  static boolean isOf(EngineConfig config) {
    return config.engine().equals(MODE);
  }

  @Override
  public void end(KStream<byte[], byte[]> records) {
    records.process(() -> new BatchingProcessor(plan, batches), Named.as("upsert"));
  }

  @Override
  public void configure(Properties properties) {
    properties.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG),
        plan.config().batch().records());
  }

  @Override
  public KafkaClientSupplier clients() {
    return new FlushingClients(batches);
  }

  @Override
  public void close() throws SQLException {
    batches.close();
  }
}
