// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.plan.Deadline;
import dev.sluice.engine.sink.LedgerReader;
import dev.sluice.engine.sink.SinkFault;
import dev.sluice.lab.compare.ComparedTable;
import dev.sluice.lab.compare.ComparisonResult;
import dev.sluice.lab.compare.TableComparison;
import dev.sluice.lab.run.EngineSetup;
import dev.sluice.lab.run.SinkKind;
import dev.sluice.sink.kafka.KafkaSink;
import dev.sluice.sink.kafka.KafkaSinkSettings;
import dev.sluice.sink.kafka.ProducerSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A drain whose rows and ledger go to topics of their own. Immutable.
 *
 * @param name the start of the topics' names
 */
public record TopicRun(TestBed testBed, Launch launch, String name) {

  private static final Duration LOOK = Duration.ofMillis(50);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final List<String> TOPICS_OF_ROWS = List.of("events", "late", "dead-letters");
  private static final String LEDGER = "ledger";

  /** The same run with its rows in topics of the source's cluster that do not exist yet. */
  public static TopicRun of(TestBed testBed, Launch launch) {
    EngineConfig.Kafka source = launch.setup().config().kafka();
    return of(testBed, launch, source.bootstrapServers(), source.properties());
  }

  /** The same, in topics of another cluster. */
  public static TopicRun of(
      TestBed testBed, Launch launch, String servers, Map<String, String> properties) {
    EngineSetup setup = launch.setup();
    String name = testBed.freshName(setup.entry().mode().name());
    KafkaSinkSettings settings =
        new KafkaSinkSettings(new EngineConfig.Kafka(servers, name, properties), true, false);
    return new TopicRun(
        testBed,
        new Launch(
            testBed,
            setup.withSink(settings.toSink(), Path.of(setup.config().stateDir())),
            launch.changes(),
            launch.locale()),
        name);
  }

  /** The same run with another value for a key. */
  public TopicRun with(String key, Object value) {
    return new TopicRun(testBed, launch.with(key, value), name);
  }

  private KafkaSink sink() {
    return new KafkaSink(launch.setup().config(), ProducerSource.KAFKA);
  }

  /** How many records the ledger has counted; none if it cannot be read now. */
  public long counted() {
    try (LedgerReader reader = reader()) {
      return counted(reader);
    } catch (SinkFault notNow) {
      return 0;
    }
  }

  /** Reads the ledger again and again; the caller closes it. */
  public LedgerReader reader() {
    return sink().reader();
  }

  /** How many records the ledger has counted. */
  public static long counted(LedgerReader reader) throws SinkFault {
    return reader.rows().values().stream().mapToLong(row -> row.counts().sum()).sum();
  }

  /** Kafka's client properties for the cluster of the topics. */
  public Map<String, Object> client() {
    EngineConfig.Kafka cluster = KafkaSinkSettings.of(launch.setup().config()).kafka();
    Map<String, Object> properties = new HashMap<>(cluster.properties());
    properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers());
    return properties;
  }

  /** The run's id, by its topics. */
  public String runId() {
    return sink().state(Deadline.in(PATIENCE)).pipeline().orElseThrow().runId();
  }

  /** The sum of the topics' ends: every record and every marker moves it. */
  public long records() throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(client())) {
      Map<TopicPartition, OffsetSpec> places = new HashMap<>();
      admin
          .describeTopics(
              Stream.concat(TOPICS_OF_ROWS.stream(), Stream.of(LEDGER)).map(this::topic).toList())
          .allTopicNames()
          .get()
          .forEach(
              (topic, description) ->
                  description
                      .partitions()
                      .forEach(
                          each ->
                              places.put(
                                  new TopicPartition(topic, each.partition()),
                                  OffsetSpec.latest())));
      return admin.listOffsets(places).all().get().values().stream()
          .mapToLong(each -> each.offset())
          .sum();
    }
  }

  private String topic(String kind) {
    return name + "." + kind;
  }

  /**
   * The positions, with their topic, that more than one committed record has. A reader would take
   * one of them for the row, and not notice the others.
   */
  public List<String> repeated() {
    Map<String, Object> properties = client();
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    Set<String> once = new HashSet<>();
    List<String> again = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> places =
          TOPICS_OF_ROWS.stream()
              .flatMap(kind -> consumer.partitionsFor(topic(kind)).stream())
              .map(each -> new TopicPartition(each.topic(), each.partition()))
              .toList();
      consumer.assign(places);
      consumer.seekToBeginning(places);
      Map<TopicPartition, Long> ends = consumer.endOffsets(places);
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (places.stream().anyMatch(place -> consumer.position(place) < ends.get(place))) {
        if (System.nanoTime() > deadline) {
          throw new IllegalStateException(name + ": not read within " + PATIENCE);
        }
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(LOOK)) {
          String row = record.topic() + header(record, "_partition") + header(record, "_offset");
          if (!once.add(row)) {
            again.add(row);
          }
        }
      }
    }
    return again;
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String end) {
    return " " + new String(record.headers().lastHeader("source" + end).value(), UTF_8);
  }

  /** Reads the topics' rows into a new schema, and compares them with a scenario's. */
  public ComparisonResult compareTo(TestBed.Scenario scenario) throws SQLException {
    String schema = testBed.freshName("readback");
    try (Connection connection = testBed.connect()) {
      SinkKind.KAFKA.load(connection, launch.setup(), schema);
      return TableComparison.compare(
          connection,
          scenario.oracleSchema(),
          schema,
          ComparedTable.keptBy(launch.setup().entry().mode()));
    }
  }
}
