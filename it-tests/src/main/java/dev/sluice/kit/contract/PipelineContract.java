// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.kit.testbed.Events;
import dev.sluice.kit.testbed.Launch;
import dev.sluice.kit.testbed.TestBed;
import dev.sluice.lab.engine.Capability;
import dev.sluice.sink.postgres.Schema;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tables identify their pipeline, and no other pipeline continues in them (R10). */
public abstract class PipelineContract extends HandMadeTest {

  /** R6's table of limits, sorted by name. */
  private static final String LIMITS =
      "event_id_bytes=512 host_bytes=255 kept_bytes=4096 nesting=32 number_length=64"
          + " record_bytes=524288 status=999 text_bytes=16384 token_bytes=64";

  @Test
  void r10_thePipelinesRowSaysWhatTheTablesDependOn() throws Exception {
    Launch launch = drained(byHand());
    String rules =
        HexFormat.of()
            .formatHex(
                MessageDigest.getInstance("SHA-256")
                    .digest(
                        launch
                            .setup()
                            .config()
                            .decision()
                            .rulesJson()
                            .getBytes(StandardCharsets.UTF_8)));
    long deadLetters = can(Capability.DEAD_LETTER_LIMIT) ? 10_000 : Long.MAX_VALUE;
    assertEquals(
        List.of(
            "1 %s %s %s %s 15000000 60000000 %s %s read_committed"
                .formatted(
                    topics().clusterId(),
                    launch.topic(),
                    topics().id(launch.topic()),
                    rules,
                    deadLetters,
                    LIMITS)),
        select(
            launch,
            "SELECT contract_version, kafka_cluster_id, topic, topic_id, rules_sha256,"
                + " allowed_lateness_micros, allowed_skew_micros, dead_letters_per_reason, limits,"
                + " isolation FROM %s.pipeline"));
  }

  @Test
  void r10_namesOfConsumerGroupsHoldTheRunsId() throws Exception {
    // No other run has read this topic, so all of its groups belong to this run.
    String topic = topics().create("groups", 1);
    topics().send(topic, 0, Events.good("a"));
    Launch launch = launchOf(topic);
    drain(launch);
    String runId = select(launch, "SELECT run_id FROM %s.pipeline").get(0);
    assertFalse(runId.isBlank(), "the run id is empty");
    for (String group : topics().groups(launch.topic())) {
      assertTrue(
          group.contains(runId), () -> "group " + group + ": does not contain the run id " + runId);
    }
  }

  /** A further column could depend on a clock, a host or a batch. */
  @Requires(Capability.CREATE_TABLES)
  @Test
  void r10_comparedTablesHaveNoColumnBeyondTheContracts() throws Exception {
    assertEquals(
        List.of(
            "dead_letters source_partition,source_offset,reason,raw,raw_length,raw_sha256",
            "late_events source_partition,source_offset,reason,identity,event_time,"
                + "lateness_micros,raw,raw_length,raw_sha256",
            "ledger topic,partition,first,next,counts",
            "processed_events identity,source_partition,source_offset,event_time,host,url,ip,"
                + "method,status,bytes,referrer,user_agent"),
        select(
            drained(byHand()),
            "SELECT table_name, string_agg(column_name, ',' ORDER BY ordinal_position)"
                + " FROM information_schema.columns WHERE table_schema = '%s'"
                + " AND table_name IN"
                + " ('dead_letters', 'late_events', 'ledger', 'processed_events')"
                + " GROUP BY table_name ORDER BY table_name"));
  }

  /** Each differs in one setting from the pipeline that filled the tables. */
  static Stream<Arguments> otherPipelines() {
    return Stream.of(
        Arguments.of("rules", Map.of("version", 1, "rules", List.of())),
        Arguments.of("allowed.lateness.micros", 15_000_001),
        Arguments.of("allowed.lateness.micros", "unlimited"),
        Arguments.of("allowed.skew.micros", 59_999_999));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("otherPipelines")
  void r10_anotherPipelineIsRefusedAndTouchesNothing(String key, Object value) throws Exception {
    assertRefusedOnTheSameTables(key, value);
  }

  @Requires(Capability.DEAD_LETTER_LIMIT)
  @Test
  void r10_anotherLimitOfDeadLettersIsAnotherPipeline() throws Exception {
    assertRefusedOnTheSameTables("dead.letters.per.reason", 9_999);
  }

  private void assertRefusedOnTheSameTables(String key, Object value) throws Exception {
    Launch launch = drained(byHand());
    Map<String, List<String>> before = content(launch);
    assertNames(refusal(launch.with(key, value)), key);
    assertEquals(before, content(launch));
  }

  /** A table that someone created with an earlier version, and that this role may not change. */
  @Test
  void r10_tablesFromBeforeThereWereMappingsWorkWithoutOne() throws Exception {
    TestBed.Scenario scenario = byHand();
    Launch launch = launch(scenario).with("postgres.create.tables", false);
    try (Connection connection = testBed().connect();
        Statement statement = connection.createStatement()) {
      Schema.create(connection, launch.schema());
      statement.execute(
          "ALTER TABLE %s.pipeline DROP COLUMN events_sha256".formatted(launch.schema()));
    }
    drainAndCompare(scenario, launch);
  }

  /** The new topic has the same name, but its offsets refer to other records. */
  @Test
  void r10_aTopicThatWasCreatedAnewIsAnotherPipeline() throws Exception {
    String topic = topics().create("recreated", 1);
    topics().send(topic, 0, Events.good("old", 2));
    Launch launch = launchOf(topic);
    drain(launch);
    topics().createAnew(topic, 1);
    topics().send(topic, 0, Events.good("new", 4));

    Map<String, List<String>> before = content(launch);
    assertNames(refusal(launch), "kafka.topic");
    assertEquals(before, content(launch));
  }
}
