// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.engine.config.Sha256;
import dev.sluice.kit.testbed.Examples;
import dev.sluice.kit.testbed.KeptRows;
import dev.sluice.kit.testbed.Launch;
import dev.sluice.kit.testbed.TestBed;
import dev.sluice.kit.testbed.Vectors;
import dev.sluice.lab.engine.Capability;
import dev.sluice.lab.input.StableHash;
import dev.sluice.sink.postgres.Ledger;
import dev.sluice.sink.postgres.Schema;
import java.sql.Connection;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The fields of events are where a mapping finds them (R1, R3, R6), and the mapping belongs to the
 * pipeline (R10). Expected outcomes are those of the hand-written vectors, not the oracle's.
 */
public abstract class MappingContract extends HandMadeTest {

  private static final String VECTORS = "vectors-mapping.jsonl";

  private static final Map<String, Object> TIME = Map.of("from", "ts", "format", "epoch_seconds");

  @Requires(Capability.MAPPING)
  @Test
  void r1_mappedFieldsAreFoundAsTheVectorsSay() throws Exception {
    vectors().checkRule("R1");
  }

  @Requires(Capability.MAPPING)
  @Test
  void r3_mappedRecordsHaveTheOneOutcomeThatTheVectorsSay() throws Exception {
    vectors().checkRule("R3");
  }

  @Requires(Capability.MAPPING)
  @Test
  void r4_mappedEventsAreLateAsTheVectorsSay() throws Exception {
    vectors().checkRule("R4");
  }

  @Requires(Capability.MAPPING)
  @Test
  void r5_mappedEventsAreOfTheFutureAsTheVectorsSay() throws Exception {
    vectors().checkRule("R5");
  }

  @Requires(Capability.MAPPING)
  @Test
  void r6_mappedTimesTextsAndNumbersAreBoundedAsTheVectorsSay() throws Exception {
    vectors().checkRule("R6");
  }

  @Requires(Capability.MAPPING)
  @Test
  void r8_theBytesOfMappedValuesAreKeptAsTheyArrived() throws Exception {
    vectors().checkRaw();
  }

  @Requires({Capability.MAPPING, Capability.LEDGER})
  @Test
  void r9_mappedVectorsAreCountedUnderRuleAndReason() throws Exception {
    Launch launch = drainedVectors();
    try (Connection connection = testBed().connect()) {
      vectors().checkCounts(Ledger.rows(connection, launch.schema(), launch.topic()).get(0));
    }
  }

  /** The formats of times that {@value #VECTORS} does not have; each needs a mapping of its own. */
  static List<String> formats() {
    return List.of("millis", "micros", "nanos", "rfc3339", "offset", "zone", "colon");
  }

  /** The seed and the engine's name choose the format, so that engines test different ones. */
  @Requires(Capability.MAPPING)
  @Stochastic
  @Test
  void r6_mappedTimesOfOneFormatAreReadAsTheVectorsSay() throws Exception {
    checkFormat(chosen(formats()));
  }

  @Requires(Capability.MAPPING)
  @Thorough
  @ParameterizedTest(name = "{0}")
  @MethodSource("formats")
  void r6_mappedTimesOfEveryFormatAreReadAsTheVectorsSay(String format) throws Exception {
    checkFormat(format);
  }

  static List<String> examples() {
    return Examples.names();
  }

  /** The default rules, which decide the examples, have ranges of addresses and of numbers. */
  @Requires({Capability.MAPPING, Capability.IN_RANGE, Capability.BETWEEN})
  @Stochastic
  @Test
  void r11_anExampleOfMappedEventsLeavesTheOraclesTables() throws Exception {
    checkExample(chosen(examples()));
  }

  @Requires({Capability.MAPPING, Capability.IN_RANGE, Capability.BETWEEN})
  @Thorough
  @ParameterizedTest(name = "{0}")
  @MethodSource("examples")
  void r11_everyExampleOfMappedEventsLeavesTheOraclesTables(String name) throws Exception {
    checkExample(name);
  }

  @Requires(Capability.MAPPING)
  @Test
  void r10_thePipelinesRowHasTheHashOfTheMapping() throws Exception {
    Vectors vectors = Vectors.of(VECTORS);
    // The file has the mapping in canonical JSON.
    assertEquals(
        List.of(Sha256.hex(vectors.events().toString())),
        select(drainedVectors(), "SELECT events_sha256 FROM %s.pipeline"));
  }

  @Requires(Capability.MAPPING)
  @Test
  void r10_anotherMappingIsAnotherPipelineAndTouchesNothing() throws Exception {
    Launch launch = drainedVectors();
    Map<String, List<String>> before = content(launch);
    Map<String, Object> fields = new LinkedHashMap<>();
    Vectors.of(VECTORS)
        .events()
        .get("fields")
        .properties()
        .forEach(field -> fields.put(field.getKey(), field.getValue()));
    fields.remove("referrer");
    assertNames(refusal(launch.with("events", mapping(fields))), "events");
    assertNames(refusal(launch.without("events")), "events");
    assertEquals(before, content(launch));
  }

  @Requires(Capability.MAPPING)
  @Test
  void r10_tablesFromBeforeThereWereMappingsRefuseOneAndNameTheStatementThatIsMissing()
      throws Exception {
    Launch launch = launch(drainable()).with("postgres.create.tables", false);
    try (Connection connection = testBed().connect();
        Statement statement = connection.createStatement()) {
      Schema.create(connection, launch.schema());
      statement.execute(
          "ALTER TABLE %s.pipeline DROP COLUMN events_sha256".formatted(launch.schema()));
    }
    assertNames(refusal(launch), "events", launch.schema(), "events_sha256", "ALTER TABLE");
    assertEquals(List.of("0"), select(launch, "SELECT count(*) FROM %s.pipeline"));
  }

  /** Mappings, and what the reason must show of each. */
  static Stream<Arguments> wrongMappings() {
    return Stream.of(
        Arguments.of(
            Map.of("event_time", Map.of("from", "ts", "format", "epoch_days")),
            List.of("event_time", "format", "epoch_days", "epoch_seconds")),
        Arguments.of(
            Map.of("event_time", TIME, "host", "request", "url", Map.of("from", "request.uri")),
            List.of("url", "from", "request.uri", "host")),
        Arguments.of(
            Map.of("event_time", TIME, "host", Map.of("from", "a.b.c.d.e"), "url", "uri"),
            List.of("host", "from", "a.b.c.d.e", "4")),
        Arguments.of(
            Map.of("event_time", TIME, "host", Map.of("value", ""), "url", "uri"),
            List.of("host", "value", "empty")),
        Arguments.of(Map.of("event_time", TIME, "host", "host"), List.of("fields", "url")),
        Arguments.of(
            Map.of("event_time", TIME, "host", "host", "url", "uri", "hots", "x"),
            List.of("fields", "hots", "host")));
  }

  @Requires(Capability.MAPPING)
  @ParameterizedTest(name = "{1}")
  @MethodSource("wrongMappings")
  void r13_aWrongMappingIsRefusedByFieldAndKey(Map<String, Object> fields, List<String> shown) {
    String reason = refusal(launch(byHand()).with("events", mapping(fields)));
    assertNames(reason, "events");
    assertNames(reason, shown.toArray(String[]::new));
  }

  /** Otherwise, every record of such a topic would become a dead letter. */
  @ProvesDecline(Capability.MAPPING)
  @Test
  void r17_aMappingIsRefused() throws Exception {
    Launch launch =
        launch(byHand())
            .with("events", mapping(Map.of("event_time", TIME, "host", "host", "url", "uri")));
    assertNames(refusal(launch), "events");
  }

  private static Map<String, Object> mapping(Map<String, Object> fields) {
    return Map.of("version", 1, "fields", fields);
  }

  private String chosen(List<String> some) {
    long hash = StableHash.of(entry().mode().name() + seed());
    return some.get(StableHash.partition(hash, some.size()));
  }

  private TestBed.Scenario drainable() {
    return scenarios().vectors("vectors_mapping", Vectors.of(VECTORS));
  }

  private Launch drainedVectors() {
    return drained(drainable());
  }

  private VectorCheck vectors() throws Exception {
    return checkOf(Vectors.of(VECTORS), drainedVectors());
  }

  private void checkFormat(String format) throws Exception {
    Vectors vectors = Vectors.of("vectors-mapping-" + format + ".jsonl");
    Launch launch = drained(scenarios().vectors("vectors_mapping_" + format, vectors));
    checkOf(vectors, launch).checkAll();
  }

  private void checkExample(String name) throws Exception {
    Vectors example = Examples.of(name);
    TestBed.Scenario scenario = scenarios().vectors("example_" + name, example);
    Launch launch = drained(scenario);
    assertEqualToOracle(scenario, launch);
    checkOf(example, launch).checkAll();
  }

  private VectorCheck checkOf(Vectors vectors, Launch launch) throws Exception {
    try (Connection connection = testBed().connect()) {
      return new VectorCheck(vectors, launch.topic(), KeptRows.of(connection, launch.schema()));
    }
  }
}
