// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.testbed;

import dev.sluice.lab.input.TopicLoadException;
import dev.sluice.lab.input.TopicLoader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Topics that a test fills record by record, before or while an engine reads them. */
public final class Topics {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration COMPACTED = Duration.ofMinutes(2);
  private static final long LOOK_MILLIS = 50;
  private static final int TRANSACTION_MILLIS = 600_000;

  private final TestBed testBed;

  public Topics(TestBed testBed) {
    this.testBed = testBed;
  }

  /** Creates a topic, which must not exist. */
  public void createAs(String topic, int partitions) throws Exception {
    new TopicLoader(testBed.client()).create(topic, partitions);
  }

  /** Creates a topic with a new name, and returns the name. */
  public String create(String prefix, int partitions) throws Exception {
    String topic = testBed.freshName(prefix);
    createAs(topic, partitions);
    return topic;
  }

  /**
   * Creates a compacted topic with one partition. In closed segments, the broker keeps only the
   * last record of each key. A segment is closed after one second, by record timestamps.
   */
  public String createCompacted(String prefix) throws Exception {
    String topic = testBed.freshName(prefix);
    NewTopic wanted =
        new NewTopic(topic, Optional.of(1), Optional.empty())
            .configs(
                Map.of(
                    "cleanup.policy", "compact",
                    "segment.ms", "1000",
                    "min.cleanable.dirty.ratio", "0.001",
                    "min.compaction.lag.ms", "0"));
    try (Admin admin = admin()) {
      admin.createTopics(List.of(wanted)).all().get();
    }
    return topic;
  }

  /** Appends a record with a key and a timestamp. */
  public void sendKeyed(long timestamp, String topic, String key, String value) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer = Scenarios.producer(testBed.client())) {
      Scenarios.assertArrived(
          List.of(
              producer.send(
                  new ProducerRecord<>(
                      topic,
                      0,
                      timestamp,
                      key.getBytes(StandardCharsets.UTF_8),
                      value.getBytes(StandardCharsets.UTF_8)))));
    }
  }

  /** Waits until compaction has left exactly these offsets in partition 0. */
  public void awaitCompacted(String topic, List<Long> offsets) throws Exception {
    long deadline = System.nanoTime() + COMPACTED.toNanos();
    List<Long> found = offsets(topic);
    while (!found.equals(offsets)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "%s: compaction left the offsets %s instead of %s after %s"
                .formatted(topic, found, offsets, COMPACTED));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      found = offsets(topic);
    }
  }

  private List<Long> offsets(String topic) {
    TopicPartition place = new TopicPartition(topic, 0);
    List<Long> offsets = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            testBed.client(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(place));
      consumer.seekToBeginning(List.of(place));
      long end = consumer.endOffsets(List.of(place)).get(place);
      while (consumer.position(place) < end) {
        consumer.poll(PATIENCE).records(place).forEach(record -> offsets.add(record.offset()));
      }
    }
    return offsets;
  }

  /** Deletes the topic and creates it again, with the same name and a different id. */
  public void createAnew(String topic, int partitions) throws Exception {
    String before = id(topic);
    try (Admin admin = admin()) {
      admin.deleteTopics(List.of(topic)).all().get();
    }
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!isAnew(topic, partitions, before)) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            topic + ": timed out after " + PATIENCE + " waiting for its deletion");
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private boolean isAnew(String topic, int partitions, String before) throws Exception {
    try {
      createAs(topic, partitions);
    } catch (TopicLoadException e) {
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
    try {
      return !id(topic).equals(before);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException) {
        return false;
      }
      throw e;
    }
  }

  /** The topic's id, in Kafka's text form. */
  public String id(String topic) throws Exception {
    try (Admin admin = admin()) {
      return admin
          .describeTopics(List.of(topic))
          .allTopicNames()
          .get()
          .get(topic)
          .topicId()
          .toString();
    }
  }

  /** The id of the cluster. */
  public String clusterId() throws Exception {
    try (Admin admin = admin()) {
      return admin.describeCluster().clusterId().get();
    }
  }

  /** The consumer groups that have committed offsets of the topic. */
  public Set<String> groups(String topic) throws Exception {
    Set<String> groups = new TreeSet<>();
    try (Admin admin = admin()) {
      for (GroupListing group : admin.listGroups().all().get()) {
        boolean isOfTopic =
            admin
                .listConsumerGroupOffsets(group.groupId())
                .partitionsToOffsetAndMetadata()
                .get()
                .keySet()
                .stream()
                .anyMatch(partition -> partition.topic().equals(topic));
        if (isOfTopic) {
          groups.add(group.groupId());
        }
      }
    }
    return groups;
  }

  /** Adds partitions to the topic, up to the given total. */
  public void grow(String topic, int partitions) throws Exception {
    try (Admin admin = admin()) {
      admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions))).all().get();
    }
  }

  /** Deletes the records of a partition before an offset, so that its log starts there. */
  public void deleteBefore(String topic, int partition, long offset) throws Exception {
    try (Admin admin = admin()) {
      admin
          .deleteRecords(
              Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(offset)))
          .all()
          .get();
    }
  }

  /**
   * Appends records with the timestamp {@link Events#ARRIVED}; null is a record without a value.
   */
  public void send(String topic, int partition, String... values) throws Exception {
    sendAt(Events.ARRIVED, topic, partition, values);
  }

  /**
   * Appends records.
   *
   * @param timestamp of the records, in milliseconds since the epoch
   */
  public void sendAt(long timestamp, String topic, int partition, String... values)
      throws Exception {
    try (KafkaProducer<byte[], byte[]> producer = Scenarios.producer(testBed.client())) {
      append(producer, timestamp, topic, partition, values);
    }
  }

  /** Begins a transaction; closing it without a commit aborts it. */
  public Transaction begin(String topic) {
    Map<String, Object> client = new HashMap<>(testBed.client());
    client.put("transactional.id", testBed.freshName("transaction"));
    // Otherwise, the broker aborts the transaction while an engine takes a minute to start.
    client.put("transaction.timeout.ms", TRANSACTION_MILLIS);
    KafkaProducer<byte[], byte[]> producer = Scenarios.producer(client);
    try {
      producer.initTransactions();
      producer.beginTransaction();
      return new Transaction(topic, producer);
    } catch (RuntimeException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
  }

  /** A transaction of one producer. At its end, Kafka writes a marker after its records. */
  public static final class Transaction implements AutoCloseable {

    private final String topic;
    private final KafkaProducer<byte[], byte[]> producer;

    private Transaction(String topic, KafkaProducer<byte[], byte[]> producer) {
      this.topic = topic;
      this.producer = producer;
    }

    /** Appends records, which readers get only after a commit. */
    public void send(int partition, String... values) throws Exception {
      append(producer, Events.ARRIVED, topic, partition, values);
    }

    public void commit() {
      producer.commitTransaction();
    }

    public void abort() {
      producer.abortTransaction();
    }

    @Override
    public void close() {
      producer.close();
    }
  }

  private static void append(
      KafkaProducer<byte[], byte[]> producer,
      long timestamp,
      String topic,
      int partition,
      String... values)
      throws Exception {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (String value : values) {
      byte[] bytes = value == null ? null : value.getBytes(StandardCharsets.UTF_8);
      sent.add(producer.send(new ProducerRecord<>(topic, partition, timestamp, null, bytes)));
    }
    producer.flush();
    Scenarios.assertArrived(sent);
  }

  private Admin admin() {
    return Admin.create(testBed.client());
  }
}
