// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kstreams;

import dev.sluice.engine.plan.RunPlan;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * Creates Kafka's own clients, but a stream thread's consumer flushes the thread's writer before it
 * commits an offset. Kafka Streams commits before it closes a processor, and no longer flushes
 * stores with a commit, so a processor cannot do this itself: its buffered rows would be lost to
 * the next owner of the partition.
 */
final class FlushBeforeCommit implements KafkaClientSupplier {

  private final RunPlan plan;
  private final StreamThreadWriters writers;
  private final Drain drain;

  FlushBeforeCommit(RunPlan plan, StreamThreadWriters writers, Drain drain) {
    this.plan = plan;
    this.writers = writers;
    this.drain = drain;
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    return wrap(getRestoreConsumer(config));
  }

  @Override
  public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
    return getRestoreConsumer(config);
  }

  @Override
  public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public Admin getAdmin(Map<String, Object> config) {
    return Admin.create(config);
  }

  /** The given consumer, which flushes the calling thread's writer before it commits. */
  @SuppressWarnings("unchecked") // the proxy implements this one interface
  Consumer<byte[], byte[]> wrap(Consumer<byte[], byte[]> consumer) {
    return (Consumer<byte[], byte[]>)
        Proxy.newProxyInstance(
            FlushBeforeCommit.class.getClassLoader(),
            new Class<?>[] {Consumer.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "poll" -> poll(consumer, method, arguments);
                  case "commitSync", "commitAsync" -> {
                    writers.current().flush();
                    yield call(consumer, method, arguments);
                  }
                  default -> call(consumer, method, arguments);
                });
  }

  private Object poll(Consumer<byte[], byte[]> consumer, Method poll, Object[] arguments)
      throws Throwable {
    drain.closeReached(consumer, writers);
    ConsumerRecords<?, ?> records;
    try {
      records = (ConsumerRecords<?, ?>) call(consumer, poll, arguments);
    } catch (NoOffsetForPartitionException e) {
      // auto.offset.reset is "none", so that no record is ever skipped. A partition without offsets
      // in the group starts at the ledger's next as of the start, and one that appeared since at 0
      // (R15). Offsets cannot be set for a group that still has members.
      for (TopicPartition partition : e.partitions()) {
        consumer.seek(partition, plan.starts().getOrDefault(partition.partition(), 0L));
      }
      return ConsumerRecords.empty();
    }
    drain.polled(records);
    return records;
  }

  private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
