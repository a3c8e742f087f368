// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.testbed;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/**
 * A drain whose rows and ledger go to topics of their own. Immutable.
 *
 * @param name the start of the topics' names
 */
public record TopicRun(TestBed testBed, Launch launch, String name) {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final List<String> TOPICS = List.of("events", "late", "dead-letters", "ledger");

  /** The same run with its rows in topics that do not exist yet. */
  public static TopicRun of(TestBed testBed, Launch launch) {
    EngineSetup setup = launch.setup();
    String name = testBed.freshName(setup.entry().mode().name());
    EngineConfig.Kafka source = setup.config().kafka();
    KafkaSinkSettings settings =
        new KafkaSinkSettings(
            new EngineConfig.Kafka(source.bootstrapServers(), name, source.properties()),
            true,
            false);
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
    try (LedgerReader reader = sink().reader()) {
      return reader.rows().values().stream().mapToLong(row -> row.counts().sum()).sum();
    } catch (SinkFault notNow) {
      return 0;
    }
  }

  /** The run's id, by its topics. */
  public String runId() {
    return sink().state(Deadline.in(PATIENCE)).pipeline().orElseThrow().runId();
  }

  /** The sum of the topics' ends: every record and every marker moves it. */
  public long records() throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(testBed.client())) {
      Map<TopicPartition, OffsetSpec> places = new HashMap<>();
      admin
          .describeTopics(TOPICS.stream().map(topic -> name + "." + topic).toList())
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
