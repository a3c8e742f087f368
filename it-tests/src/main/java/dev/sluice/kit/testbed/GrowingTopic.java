// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.testbed;

import dev.sluice.lab.input.InputRecord;
import dev.sluice.lab.input.InputRecords;
import dev.sluice.lab.input.TopicLoader;
import dev.sluice.lab.input.traffic.TrafficGenerator;
import dev.sluice.lab.input.traffic.TrafficProfile;
import dev.sluice.lab.oracle.OutcomeListener;
import dev.sluice.lab.run.DecisionSource;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** A topic of default traffic that grows step by step while engines read it. */
public final class GrowingTopic implements AutoCloseable {

  private static final int PARTITIONS = 4;

  /** More than any test needs. */
  private static final long EVENTS = 10_000_000;

  private final TestBed testBed;
  private final DecisionSource source;
  private final String name;
  private final InputRecords records;
  private long sent;

  private GrowingTopic(TestBed testBed, DecisionSource source, String name, InputRecords records) {
    this.testBed = testBed;
    this.source = source;
    this.name = name;
    this.records = records;
  }

  /** Creates an empty topic. */
  public static GrowingTopic create(TestBed testBed, DecisionSource source, long seed)
      throws InterruptedException {
    TrafficGenerator traffic =
        TrafficGenerator.of(seed, EVENTS, PARTITIONS, TrafficProfile.defaults());
    String name = testBed.freshName("growing");
    new TopicLoader(testBed.client()).create(name, PARTITIONS);
    return new GrowingTopic(testBed, source, name, traffic.records());
  }

  public String name() {
    return name;
  }

  /** The rules and times that decide its records. */
  DecisionSource source() {
    return source;
  }

  /** Appends {@code count} records, and returns when the broker has all of them. */
  public void grow(int count) throws Exception {
    List<Future<RecordMetadata>> arriving = new ArrayList<>();
    try (KafkaProducer<byte[], byte[]> producer = Scenarios.producer(testBed.client())) {
      for (int i = 0; i < count; i++) {
        InputRecord next = records.next();
        arriving.add(
            producer.send(
                new ProducerRecord<>(
                    name, next.partition(), next.timestampMillis(), next.key(), next.value())));
      }
      Scenarios.assertArrived(arriving);
      sent += count;
    }
  }

  /** The number of its records. */
  public long records() {
    return sent;
  }

  /** Computes the oracle's tables for all records so far; call it only once. */
  public TestBed.Scenario fold() throws SQLException {
    return testBed.fold(name, source.decision(), OutcomeListener.NONE);
  }

  @Override
  public void close() {
    records.close();
  }
}
