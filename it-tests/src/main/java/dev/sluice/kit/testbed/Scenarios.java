// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.testbed;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.Sha256;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.input.Input;
import dev.sluice.lab.input.LoadedTopic;
import dev.sluice.lab.input.TopicLoader;
import dev.sluice.lab.input.select.InputOptions;
import dev.sluice.lab.input.select.Inputs;
import dev.sluice.lab.input.traffic.TrafficGenerator;
import dev.sluice.lab.input.traffic.TrafficProfile;
import dev.sluice.lab.oracle.OutcomeCounts;
import dev.sluice.lab.oracle.OutcomeListener;
import dev.sluice.lab.run.DecisionSource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The inputs of the contract tests; each is loaded once in a test run. */
public final class Scenarios {

  /** The number of events in most scenarios. */
  public static final int EVENTS = 20_000;

  private static final int PARTITIONS = 4;

  private final TestBed testBed;
  private final DecisionSource rules;

  /**
   * Creates scenarios that one rule set decides.
   *
   * @param rules the default rules, without those that an engine declines
   */
  public Scenarios(TestBed testBed, DecisionSource rules) {
    this.testBed = testBed;
    this.rules = rules;
  }

  /** The rules and times of scenarios that have none of their own. */
  public DecisionSource rules() {
    return rules;
  }

  /** Default traffic, whose labels are checked against the decisions. */
  public TestBed.Scenario traffic(long seed) {
    return traffic("traffic_" + seed, seed, EVENTS, PARTITIONS, TrafficProfile.defaults());
  }

  /** Default traffic in one partition. */
  public TestBed.Scenario onePartition() {
    return traffic("one_partition", 11, EVENTS, 1, TrafficProfile.defaults());
  }

  /** Default traffic in more partitions than any engine here has threads. */
  public TestBed.Scenario eightPartitions() {
    return traffic("eight_partitions", 12, EVENTS, 8, TrafficProfile.defaults());
  }

  /** Only malformed records. */
  public TestBed.Scenario malformedOnly() {
    return traffic("malformed_only", 13, 5_000, PARTITIONS, TrafficProfile.malformedOnly());
  }

  /** Records whose only identity is their position. */
  public TestBed.Scenario withoutEventIds() {
    return traffic("without_event_ids", 14, EVENTS, PARTITIONS, TrafficProfile.withoutEventIds());
  }

  /** Empty partitions. */
  public TestBed.Scenario empty() {
    return input("empty", TrafficGenerator.empty(PARTITIONS), rules);
  }

  private TestBed.Scenario traffic(
      String name, long seed, long events, int partitions, TrafficProfile profile) {
    return input(name, TrafficGenerator.of(seed, events, partitions, profile), rules);
  }

  /** Any input; labels that apply to the rules are checked against the decisions. */
  public TestBed.Scenario input(String name, Input input, DecisionSource source) {
    boolean labelsHold = source.equals(DecisionSource.defaults());
    return scenario(
        name,
        source.decision(),
        (topic, client) -> {
          LoadedTopic loaded = new TopicLoader(client).load(topic, input, sent -> {});
          return labelsHold ? labelled(topic, loaded) : OutcomeListener.NONE;
        });
  }

  /** Other rules make it another scenario, with another topic. */
  private TestBed.Scenario scenario(
      String name, EngineConfig.Decision decision, TestBed.Loading loading) {
    String json = decision.rulesJson();
    boolean usual = json.equals(DecisionSource.defaults().decision().rulesJson());
    String suffix = usual ? "" : "_" + Sha256.hex(json).substring(0, 6);
    return testBed.scenario(name + suffix, decision, loading);
  }

  private static OutcomeListener labelled(String topic, LoadedTopic loaded) {
    return (record, outcome) -> {
      var label = loaded.labels().at(record.position().partition(), record.position().offset());
      if (label != null && !label.code().equals(OutcomeCounts.key(outcome))) {
        throw new AssertionError(
            "%s: the record at %s was generated as %s, but was decided as %s"
                .formatted(topic, record.position(), label.code(), OutcomeCounts.key(outcome)));
      }
    };
  }

  /** The real access log, of which only line 8899 does not parse; its file must exist. */
  public TestBed.Scenario accessLog() {
    return input(
        "access_log",
        Inputs.open(InputOptions.from(accessLogFile().toString())),
        rules.tracking(Set.of("semicomplete-access")));
  }

  /** Where the real access log is, which is not part of this project. */
  public static Path accessLogFile() {
    String given = System.getProperty("sluice.shared");
    Path shared = given != null ? Path.of(given) : EngineCatalog.home().resolve("../shared");
    return shared.resolve("data").resolve("semicomplete-access.log").normalize();
  }

  /** The normative vectors: one record each, all in partition 0. */
  public TestBed.Scenario vectors(String name, Vectors vectors) {
    return scenario(
        name,
        vectors.decision(),
        (topic, client) -> {
          new TopicLoader(client).create(topic, 1);
          List<Future<RecordMetadata>> sent = new ArrayList<>();
          try (KafkaProducer<byte[], byte[]> producer = producer(client)) {
            for (Vectors.Vector vector : vectors.all()) {
              // The producer refuses negative timestamps; zero means absent as well (R4).
              long timestamp = Math.max(0, vector.timestampMillis());
              sent.add(
                  producer.send(new ProducerRecord<>(topic, 0, timestamp, null, vector.value())));
            }
          }
          assertArrived(sent);
          return OutcomeListener.NONE;
        });
  }

  /**
   * Committed and aborted transactions in two partitions. Partition 0 ends in an aborted
   * transaction, so after its last visible record there are only records and markers that no reader
   * gets. Partition 1 ends in a committed one, so its last offset is a marker.
   */
  public TestBed.Scenario transactions() {
    return scenario(
        "transactions",
        rules.decision(),
        (topic, client) -> {
          new TopicLoader(client).create(topic, 2);
          Map<String, Object> transactional = new HashMap<>(client);
          transactional.put("transactional.id", topic);
          List<byte[]> values = accepted(600);
          try (KafkaProducer<byte[], byte[]> producer = producer(transactional)) {
            producer.initTransactions();
            for (int from = 0; from < values.size(); from += 50) {
              boolean abort = (from / 50) % 3 == 2;
              producer.beginTransaction();
              List<Future<RecordMetadata>> sent = new ArrayList<>();
              for (byte[] value : values.subList(from, from + 50)) {
                sent.add(producer.send(new ProducerRecord<>(topic, 0, TIMESTAMP, null, value)));
                if (!abort) {
                  sent.add(producer.send(new ProducerRecord<>(topic, 1, TIMESTAMP, null, value)));
                }
              }
              producer.flush();
              assertArrived(sent);
              if (abort) {
                producer.abortTransaction();
              } else {
                producer.commitTransaction();
              }
            }
          }
          return OutcomeListener.NONE;
        });
  }

  static void assertArrived(List<Future<RecordMetadata>> sent) throws Exception {
    for (Future<RecordMetadata> record : sent) {
      record.get();
    }
  }

  /** 2026-01-01T00:00:10Z, ten seconds after the event times, in milliseconds. */
  static final long TIMESTAMP = 1_767_225_610_000L;

  private static List<byte[]> accepted(int count) {
    return new ArrayList<>(
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    """
                    {"event_id":"t%s","event_time":"2026-01-01T00:00:00Z",\
                    "host":"shop.example","url":"/p/%s"}"""
                        .formatted(i, i)
                        .getBytes(StandardCharsets.UTF_8))
            .toList());
  }

  /** A producer with one request in flight, for the reason given in {@link TopicLoader}. */
  static KafkaProducer<byte[], byte[]> producer(Map<String, Object> client) {
    Map<String, Object> config = new HashMap<>(client);
    config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }
}
