// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Creates a topic and fills it with an input: every record, in order, in its partition. */
public final class TopicLoader {

  private static final long CREATE_SECONDS = 60;
  private static final long PROGRESS_EVERY = 10_000;
  private static final int BATCH_BYTES = 256 * 1024;
  private static final int LINGER_MILLIS = 20;
  private static final long BUFFER_BYTES = 64L << 20;

  /** Nothing expires, and a record may have any timestamp, since the input sets it. */
  private static final Map<String, String> TOPIC =
      Map.of(
          TopicConfig.RETENTION_MS_CONFIG, "-1",
          TopicConfig.RETENTION_BYTES_CONFIG, "-1",
          TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime",
          TopicConfig.MESSAGE_TIMESTAMP_BEFORE_MAX_MS_CONFIG, String.valueOf(Long.MAX_VALUE),
          TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG, String.valueOf(Long.MAX_VALUE));

  private final Map<String, Object> client;

  /**
   * A loader for one cluster.
   *
   * @param client bootstrap servers, and security settings where there are any
   */
  public TopicLoader(Map<String, ?> client) {
    this.client = new HashMap<>(client);
  }

  /**
   * Creates the topic, which must not exist, and produces all of the input's records.
   *
   * @param progress called every 10,000 records and at the end, with how many were sent so far
   * @throws TopicLoadException if the topic cannot be created, or a single record is refused
   * @throws InterruptedException if the thread was interrupted; the topic is then incomplete
   */
  public LoadedTopic load(String topic, Input input, LongConsumer progress)
      throws InterruptedException {
    create(topic, input.partitions());
    long[] counts = new long[input.partitions()];
    Labels labels = new Labels(input.partitions());
    AtomicReference<TopicLoadException> failure = new AtomicReference<>();
    long sent = 0;
    try (InputRecords records = input.records();
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(
                producerConfig(), new ByteArraySerializer(), new ByteArraySerializer())) {
      while (records.hasNext() && failure.get() == null) {
        InputRecord record = records.next();
        long offset = counts[record.partition()]++;
        labels.add(record.partition(), record.label());
        send(producer, topic, record, offset, failure);
        sent++;
        if (sent % PROGRESS_EVERY == 0) {
          progress.accept(sent);
        }
      }
      producer.flush();
    }
    if (failure.get() != null) {
      throw failure.get();
    }
    progress.accept(sent);
    return LoadedTopic.of(counts, labels, input.facts());
  }

  /**
   * Creates the topic, which must not exist, without a limit of time or size on what it holds.
   *
   * @throws TopicLoadException if it cannot be created, with Kafka's own reason as its cause
   */
  public void create(String topic, int partitions) throws InterruptedException {
    // The cluster's default number of replicas, since it may require them at each write.
    NewTopic wanted = new NewTopic(topic, Optional.of(partitions), Optional.empty()).configs(TOPIC);
    try (Admin admin = Admin.create(client)) {
      admin.createTopics(List.of(wanted)).all().get(CREATE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new TopicLoadException(
          "topic " + topic + " was not created: " + e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new TopicLoadException(
          "topic " + topic + " was not created within " + CREATE_SECONDS + " s", e);
    }
  }

  /**
   * Deletes a topic with all its records.
   *
   * @throws TopicLoadException if it cannot be deleted, with Kafka's own reason as its cause
   */
  public void delete(String topic) throws InterruptedException {
    try (Admin admin = Admin.create(client)) {
      admin.deleteTopics(List.of(topic)).all().get(CREATE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw new TopicLoadException(
          "topic " + topic + " was not deleted: " + e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      throw new TopicLoadException(
          "topic " + topic + " was not deleted within " + CREATE_SECONDS + " s", e);
    }
  }

  /**
   * Deletes those of some topics that exist.
   *
   * @throws TopicLoadException as {@link #delete} does
   */
  public void deleteExisting(Collection<String> topics) throws InterruptedException {
    Set<String> existing;
    try (Admin admin = Admin.create(client)) {
      existing = admin.listTopics().names().get(CREATE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new TopicLoadException("the topics to delete were not listed: " + e.getMessage(), e);
    }
    for (String topic : topics) {
      if (existing.contains(topic)) {
        delete(topic);
      }
    }
  }

  private Map<String, Object> producerConfig() {
    Map<String, Object> config = new HashMap<>(client);
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    // A partition created a moment ago may refuse its first batch and accept the second, which was
    // in flight too; then the first can never follow, and the producer retries until it gives up.
    config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    config.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
    config.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
    config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_BYTES);
    // Bytes are free on loopback, while each engine would decompress them in its measured time.
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "none");
    return config;
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the callback gets the same result
  private static void send(
      KafkaProducer<byte[], byte[]> producer,
      String topic,
      InputRecord record,
      long offset,
      AtomicReference<TopicLoadException> failure) {
    producer.send(
        toKafka(topic, record),
        (metadata, error) -> check(record, offset, metadata, error, failure));
  }

  private static ProducerRecord<byte[], byte[]> toKafka(String topic, InputRecord record) {
    return new ProducerRecord<>(
        topic, record.partition(), record.timestampMillis(), record.key(), record.value());
  }

  /** An offset other than the record's index means that someone else writes to the topic. */
  private static void check(
      InputRecord record,
      long offset,
      RecordMetadata metadata,
      Exception error,
      AtomicReference<TopicLoadException> failure) {
    if (error != null) {
      failure.compareAndSet(
          null,
          new TopicLoadException(
              which(record, offset) + " was refused: " + error.getMessage(), error));
    } else if (metadata.offset() != offset) {
      failure.compareAndSet(
          null,
          new TopicLoadException(
              which(record, offset) + " is at offset " + metadata.offset() + " instead", null));
    }
  }

  private static String which(InputRecord record, long offset) {
    return "record " + offset + " of partition " + record.partition();
  }
}
