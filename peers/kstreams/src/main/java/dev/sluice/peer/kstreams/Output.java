// SPDX-License-Identifier: Apache-2.0
package dev.sluice.peer.kstreams;

import dev.sluice.engine.plan.RunPlan;
import dev.sluice.peer.Peer;
import java.sql.SQLException;
import java.util.Properties;
import org.apache.kafka.streams.KafkaClientSupplier;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.processor.internals.DefaultKafkaClientSupplier;

/** Where and how a mode writes: the end of its topology, and what it changes in the settings. */
interface Output extends AutoCloseable {

  /** The output of a plan's mode. */
  static Output of(RunPlan plan) {
    if (Peer.writesTopics(plan.config())) {
      return new TopicOutput(plan);
    }
    return BatchedOutput.isOf(plan.config()) ? new BatchedOutput(plan) : new StatementOutput(plan);
  }

  /** Ends the topology of the source's records. */
  void end(KStream<byte[], byte[]> records);

  /** Changes Kafka Streams' settings. */
  default void configure(Properties properties) {}

  /** The clients that Kafka Streams uses. */
  default KafkaClientSupplier clients() {
    return new DefaultKafkaClientSupplier();
  }

  /** Ends what it has opened; call it when the stream threads have ended. */
  @Override
  default void close() throws SQLException {}
}
