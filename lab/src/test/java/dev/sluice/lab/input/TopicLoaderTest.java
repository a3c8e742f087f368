// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.lab.input.select.InputFiles;
import dev.sluice.lab.input.select.InputOptions;
import dev.sluice.lab.input.traffic.TrafficGenerator;
import dev.sluice.lab.input.traffic.TrafficProfile;
import dev.sluice.lab.server.EmbeddedKafka;
import dev.sluice.lab.server.RunDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopicLoaderTest {

  private static final Duration DEADLINE = Duration.ofSeconds(60);

  @TempDir static Path folder;
  private static RunDirectory run;
  private static EmbeddedKafka kafka;

  @BeforeAll
  static void start() throws IOException {
    run = RunDirectory.open(folder);
    kafka = EmbeddedKafka.start(run);
  }

  @AfterAll
  static void stop() throws IOException {
    try {
      if (kafka != null) {
        kafka.close();
      }
    } finally {
      if (run != null) {
        run.close();
      }
    }
  }

  @Test
  void everyRecordLiesAtItsIndexWithItsTimestampKeyAndValue() throws InterruptedException {
    TrafficGenerator traffic = TrafficGenerator.of(11, 12_000, 3, TrafficProfile.defaults());
    AtomicLong sent = new AtomicLong();
    LoadedTopic loaded = loader().load("traffic", traffic, sent::set);
    assertEquals(12_000, loaded.records());
    assertEquals(12_000, sent.get());
    assertEquals(12_000, loaded.labels().count());
    assertEquals(12_000, loaded.facts().records());

    List<List<ConsumerRecord<byte[], byte[]>>> topic = read("traffic", loaded.counts());
    int[] next = new int[3];
    for (InputRecord expected : InputFiles.records(traffic)) {
      int partition = expected.partition();
      int offset = next[partition]++;
      ConsumerRecord<byte[], byte[]> actual = topic.get(partition).get(offset);
      String which = "partition " + partition + ", offset " + offset + ", seed 11";
      assertEquals(offset, actual.offset(), which);
      assertEquals(expected.timestampMillis(), actual.timestamp(), which);
      assertArrayEquals(expected.key(), actual.key(), which);
      assertArrayEquals(expected.value(), actual.value(), which);
      assertEquals(expected.label(), loaded.labels().at(partition, offset), which);
    }
  }

  @Test
  void recordsWithoutTimestampAndFromTheFutureAreTakenToo() throws InterruptedException {
    long year9999 = 253_402_300_799_999L;
    Input input =
        InputFiles.open(
            InputOptions.from("-").withPartitions(1),
            "{\"partition\":0,\"timestamp\":0,\"value\":\"a\"}\n"
                + "{\"partition\":0,\"timestamp\":"
                + year9999
                + ",\"value\":null}\n");
    LoadedTopic loaded = loader().load("times", input, sent -> {});
    List<ConsumerRecord<byte[], byte[]>> records = read("times", loaded.counts()).get(0);
    assertEquals(0, records.get(0).timestamp());
    assertEquals(year9999, records.get(1).timestamp());
  }

  @Test
  void anEmptyInputMakesAnEmptyTopic() throws InterruptedException {
    LoadedTopic loaded = loader().load("nothing", TrafficGenerator.empty(2), sent -> {});
    assertEquals(List.of(0L, 0L), loaded.counts());
  }

  @Test
  void aRecordThatKafkaRefusesFailsTheLoading() {
    String large = "{\"partition\":0,\"timestamp\":1,\"value\":\"" + "x".repeat(2 << 20) + "\"}";
    Input input = InputFiles.open(InputOptions.from("-"), large);
    TopicLoadException refused =
        assertThrows(TopicLoadException.class, () -> loader().load("large", input, sent -> {}));
    assertTrue(
        refused.getMessage().startsWith("record 0 of partition 0 was refused"),
        refused.getMessage());
  }

  @Test
  void aTopicThatExistsIsNotTouched() throws InterruptedException {
    loader().load("twice", TrafficGenerator.empty(1), sent -> {});
    TopicLoadException refused =
        assertThrows(
            TopicLoadException.class,
            () -> loader().load("twice", TrafficGenerator.empty(1), sent -> {}));
    assertTrue(refused.getMessage().contains("twice"), refused.getMessage());
  }

  private static TopicLoader loader() {
    return new TopicLoader(Map.of("bootstrap.servers", kafka.bootstrapServers()));
  }

  private static List<List<ConsumerRecord<byte[], byte[]>>> read(String topic, List<Long> counts) {
    List<TopicPartition> partitions =
        IntStream.range(0, counts.size()).mapToObj(p -> new TopicPartition(topic, p)).toList();
    List<List<ConsumerRecord<byte[], byte[]>>> records = new ArrayList<>();
    partitions.forEach(partition -> records.add(new ArrayList<>()));
    long missing = counts.stream().mapToLong(Long::longValue).sum();
    long end = System.nanoTime() + DEADLINE.toNanos();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", kafka.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (missing > 0 && System.nanoTime() < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
          records.get(record.partition()).add(record);
          missing--;
        }
      }
    }
    assertEquals(0, missing, "records not read within " + DEADLINE);
    return records;
  }
}
