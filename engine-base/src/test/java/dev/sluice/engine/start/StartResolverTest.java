// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.ListenAddress;
import dev.sluice.engine.config.TestConfigs;
import dev.sluice.engine.ledger.Counts;
import dev.sluice.engine.ledger.GapException;
import dev.sluice.engine.ledger.LedgerRow;
import dev.sluice.engine.ledger.Pipeline;
import dev.sluice.engine.log.TopicState;
import dev.sluice.engine.plan.Deadline;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.sink.LedgerReader;
import dev.sluice.engine.sink.Sink;
import dev.sluice.engine.sink.SinkState;
import dev.sluice.engine.sink.SinkWriter;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StartResolverTest {

  private static final String RULES = "{\"version\":1,\"rules\":[]}";
  private static final String OTHER_RULES = "{\"version\":1,\"rules\": []}";

  /** Computed with sha256sum. */
  private static final String RULES_SHA256 =
      "6be6bac38f2d35217ca3cd98e36322f9e8fb6638564f5a87ff660589f6302103";

  private static final String OTHER_RULES_SHA256 =
      "81360ed4312bdc0cd24b5d7867c2d3b97cf89b0c26323ed4c95abfd11641f148";

  private final FakeSink tables = new FakeSink();

  /** Two partitions: 0 holds 10 to 20, 1 holds 0 to 5; only 0 has records since the instant. */
  private TopicState topic = topic(Map.of(0, 10L, 1, 0L), Map.of(0, 20L, 1, 5L));

  private static TopicState topic(Map<Integer, Long> earliest, Map<Integer, Long> lastStable) {
    return topic("topic-id", earliest, lastStable);
  }

  private static TopicState topic(
      String id, Map<Integer, Long> earliest, Map<Integer, Long> lastStable) {
    return new TopicState(
        "cluster",
        id,
        new TreeMap<>(earliest),
        new TreeMap<>(lastStable),
        new TreeMap<>(Map.of(0, 13L)));
  }

  private RunPlan resolve(String start, boolean drain) {
    return resolve(TestConfigs.starting(start, drain));
  }

  private RunPlan resolve(EngineConfig config) {
    return new StartResolver((kafka, since, deadline) -> topic, c -> tables).plan(config);
  }

  private String refusal(EngineConfig config) {
    return assertThrows(ConfigException.class, () -> resolve(config)).getMessage();
  }

  private Optional<RuntimeException> refusalOfARestart(RunPlan plan) {
    return new StartResolver((kafka, since, deadline) -> topic, c -> tables)
        .refused(plan, Duration.ofSeconds(1));
  }

  @Test
  void r9_aRunThatFailedIsToldWhatIsGoneAndR10ThatTheTopicIsAnother() {
    RunPlan plan = resolve("earliest", false);
    assertEquals(Optional.empty(), refusalOfARestart(plan));

    topic = topic(Map.of(0, 12L, 1, 0L), Map.of(0, 20L, 1, 5L));
    RuntimeException gap = refusalOfARestart(plan).orElseThrow();
    assertInstanceOf(GapException.class, gap);
    assertTrue(gap.getMessage().contains("records 10 to 11"), gap::getMessage);

    topic = topic("another-id", Map.of(0, 10L, 1, 0L), Map.of(0, 20L, 1, 5L));
    RuntimeException another = refusalOfARestart(plan).orElseThrow();
    assertInstanceOf(ConfigException.class, another);
    assertTrue(another.getMessage().contains("another-id"), another::getMessage);
  }

  @ParameterizedTest
  @CsvSource({
    "resume, 10, 0",
    "earliest, 10, 0",
    "latest, 20, 5",
    "timestamp:2026-11-22T07:40:00Z, 13, 5",
    "'offsets:0=10,1=5', 10, 5",
    "'offsets:0=20,1=3', 20, 3"
  })
  void r15_theFirstStartBeginsByTheOption(String start, long of0, long of1) {
    RunPlan plan = resolve(start, false);
    assertEquals(Map.of(0, of0, 1, of1), plan.starts());
    assertEquals(Map.of(0, of0, 1, of1), tables.next);
    assertEquals(Map.of(), plan.ends());
  }

  @ParameterizedTest
  @CsvSource({
    "'offsets:0=9,1=0', 'offset 9 of partition 0 is not between 10 and 20'",
    "'offsets:0=10,1=6', 'offset 6 of partition 1 is not between 0 and 5'",
    "'offsets:0=10', 'offsets names partitions [0], but the topic has [0, 1]'",
    "'offsets:0=10,1=0,2=0', 'offsets names partitions [0, 1, 2], but the topic has [0, 1]'"
  })
  void r15_offsetsThatTheLogDoesNotHaveAreRefused(String start, String problem) {
    assertEquals("start: " + problem, refusal(TestConfigs.starting(start, false)));
    assertEquals(Map.of(), tables.next);
  }

  @Test
  void r15_theLedgerIsObeyedFromThenOn() {
    String runId = resolve("latest", false).runId();
    tables.next.put(0, 23L);
    RunPlan again = resolve("resume", false);
    assertEquals(Map.of(0, 23L, 1, 5L), again.starts());
    assertEquals(runId, again.runId());
  }

  @ParameterizedTest
  @CsvSource({"savepoint:/s", "checkpoint:/s"})
  void r15_theLedgerIsObeyedWhateverTheEngineSaved(String start) {
    String runId = resolve("latest", false).runId();
    tables.next.put(0, 23L);
    RunPlan again = resolve(start, false);
    assertEquals(Map.of(0, 23L, 1, 5L), again.starts());
    assertEquals(runId, again.runId());
  }

  @ParameterizedTest
  @CsvSource({"savepoint:/s", "checkpoint:/s"})
  void r15_whatTheEngineSavedIsOfNoUseWithoutALedger(String start) {
    String message = refusal(TestConfigs.starting(start, false));
    assertTrue(message.startsWith("start: " + start + ": schema s has no ledger"), message);
    assertEquals(Map.of(), tables.next);
  }

  @ParameterizedTest
  @CsvSource({"earliest", "latest", "timestamp:2026-11-22T07:40:00Z", "'offsets:0=10,1=0'"})
  void r15_onlyResumeGoesOnWithALedgerThatExists(String start) {
    resolve("resume", false);
    String message = refusal(TestConfigs.starting(start, false));
    assertTrue(message.startsWith("start: schema s has a ledger, which only resume"), message);
  }

  @Test
  void r15_aPartitionThatAppearsLaterStartsAt0() {
    resolve("latest", false);
    topic = topic(Map.of(0, 10L, 1, 0L, 2, 0L), Map.of(0, 20L, 1, 5L, 2, 9L));
    assertEquals(Map.of(0, 20L, 1, 5L, 2, 0L), resolve("resume", false).starts());
  }

  @Test
  void r15_anotherProcessThatWasFasterIsObeyed() {
    tables.raced.put(0, 11L);
    assertEquals(Map.of(0, 11L, 1, 0L), resolve("earliest", false).starts());
  }

  @Test
  void r16_aDrainEndsAtTheLastStableOffsets() {
    RunPlan plan = resolve("earliest", true);
    assertEquals(Map.of(0, 20L, 1, 5L), plan.ends());
    assertTrue(plan.isDone(0, 20));
    assertTrue(plan.isDone(2, 0), "a partition that appears later has nothing below its end");
  }

  @Test
  void r9_recordsThatAreGoneAreAGap() {
    resolve("earliest", false);
    topic = topic(Map.of(0, 14L, 1, 0L), Map.of(0, 20L, 1, 5L));
    String message = assertThrows(GapException.class, () -> resolve("resume", false)).getMessage();
    assertTrue(
        message.startsWith("GAP: t-0: records 10 to 13 are gone from the log, which starts at 14"),
        message);
  }

  @Test
  void r10_theRunIdIsRandom() {
    String first = resolve("earliest", false).runId();
    tables.pipeline = null;
    tables.next.clear();
    assertNotEquals(first, resolve("earliest", false).runId());
  }

  @Test
  void r10_aRecreatedTopicNeverContinues() {
    resolve("earliest", false);
    topic = topic("other-id", Map.of(0, 0L, 1, 0L), Map.of(0, 20L, 1, 5L));
    assertEquals(
        "kafka.topic: topic id (the topic was recreated) is other-id here, but topic-id in"
            + " schema s; another pipeline needs another postgres.schema",
        refusal(TestConfigs.starting("resume", false)));
  }

  @Test
  void r10_anotherDecisionNeverContinues() {
    EngineConfig first = TestConfigs.starting("resume", false);
    resolve(first);
    String lateness = refusal(with(first, RULES, null, 60_000_000, 10_000));
    assertTrue(
        lateness.startsWith(
            "allowed.lateness.micros: allowed lateness is unlimited here, but 15000000 in"),
        lateness);
    String skew = refusal(with(first, RULES, 15_000_000L, 1, 10_000));
    assertTrue(skew.startsWith("allowed.skew.micros: allowed skew is 1 here, but 60000000"), skew);
    String letters = refusal(with(first, RULES, 15_000_000L, 60_000_000, 1));
    assertTrue(letters.startsWith("dead.letters.per.reason: "), letters);
    String rules = refusal(with(first, OTHER_RULES, 15_000_000L, 60_000_000, 10_000));
    assertTrue(
        rules.startsWith(
            "rules: SHA-256 of the rules is "
                + OTHER_RULES_SHA256
                + " here, but "
                + RULES_SHA256
                + " in schema s"),
        rules);
  }

  @Test
  void r10_anotherMappingNeverContinues() {
    EngineConfig without = TestConfigs.starting("resume", false);
    EngineConfig first = withEvents(without, "{\"version\":1}");
    // The SHA-256 of {"version":1} and {"version":2}, by sha256sum.
    String one = "2430f1a2ad2982d0067885488a4c89e21ad1d7c83b115ba8f1b20acc88dfaea8";
    String two = "732322c128ed67841ef5aa42c7cd04ffcd74a61b2d17d710cd502b713d62930d";
    resolve(first);
    assertEquals(one, tables.pipeline.eventsSha256());
    String end = " in schema s; another pipeline needs another postgres.schema";
    assertEquals(
        "events: SHA-256 of the mapping is " + two + " here, but " + one + end,
        refusal(withEvents(without, "{\"version\":2}")));
    assertEquals("events: SHA-256 of the mapping is none here, but " + one + end, refusal(without));
    resolve(first);
    tables.pipeline = null;
    tables.next.clear();
    resolve(without);
    assertNull(tables.pipeline.eventsSha256());
    assertEquals(
        "events: SHA-256 of the mapping is " + one + " here, but none" + end, refusal(first));
  }

  @Test
  void r10_whereMetricsAreServedIsNotPartOfThePipeline() {
    EngineConfig without = TestConfigs.starting("resume", false);
    resolve(without);
    Pipeline pipeline = tables.pipeline;
    resolve(without.withMetricsListen(ListenAddress.loopback(9_400)));
    assertEquals(pipeline, tables.pipeline);
    tables.pipeline = null;
    tables.next.clear();
    resolve(without.withMetricsListen(ListenAddress.loopback(9_400)));
    assertTrue(pipeline.isContinuedBy(tables.pipeline), tables.pipeline.toString());
  }

  private static EngineConfig withEvents(EngineConfig config, String events) {
    EngineConfig.Decision decision = config.decision();
    return config.withDecision(
        new EngineConfig.Decision(
            decision.rulesJson(),
            events,
            decision.allowedLatenessMicros(),
            decision.allowedSkewMicros(),
            decision.deadLettersPerReason()));
  }

  private static EngineConfig with(
      EngineConfig config, String rules, Long lateness, long skew, long deadLetters) {
    return config.withDecision(new EngineConfig.Decision(rules, null, lateness, skew, deadLetters));
  }

  @Test
  void r10_everyFieldOfThePipelineIsCompared() {
    resolve("earliest", false);
    Pipeline row = tables.pipeline;
    tables.pipeline = row(row, 2, "cluster", "limits", "read_committed");
    assertEquals("postgres.schema: contract version is 1 here, but 2", begin());
    tables.pipeline = row(row, 1, "elsewhere", row.limits(), "read_committed");
    assertEquals("kafka.bootstrap.servers: cluster id is cluster here, but elsewhere", begin());
    tables.pipeline = row(row, 1, "cluster", "limits", "read_committed");
    assertTrue(begin().endsWith(", but limits"), begin());
    tables.pipeline = row(row, 1, "cluster", row.limits(), "none");
    assertEquals("postgres.schema: isolation is read_committed here, but none", begin());
  }

  /** The error, up to where it names the tables. */
  private String begin() {
    String message = refusal(TestConfigs.starting("resume", false));
    return message.substring(0, message.indexOf(" in schema"));
  }

  private static Pipeline row(
      Pipeline row, int version, String cluster, String limits, String isolation) {
    return new Pipeline(
        version,
        row.runId(),
        cluster,
        row.topic(),
        row.topicId(),
        row.rulesSha256(),
        row.eventsSha256(),
        row.allowedLatenessMicros(),
        row.allowedSkewMicros(),
        row.deadLettersPerReason(),
        limits,
        isolation);
  }

  @Test
  void r10_theLimitsAreWrittenAsTheContractSays() {
    resolve("earliest", false);
    assertEquals(
        "event_id_bytes=512 host_bytes=255 kept_bytes=4096 nesting=32 number_length=64"
            + " record_bytes=524288 status=999 text_bytes=16384 token_bytes=64",
        tables.pipeline.limits());
  }

  /** A sink in memory, which is never unreachable. */
  private static final class FakeSink implements Sink {
    private Pipeline pipeline;
    private TreeMap<Integer, Long> next = new TreeMap<>();

    /** The rows that another process inserts just before this one. */
    private final Map<Integer, Long> raced = new TreeMap<>();

    @Override
    public String target() {
      return "schema s";
    }

    @Override
    public String targetKey() {
      return "postgres.schema";
    }

    @Override
    public SinkState state(Deadline until) {
      TreeMap<Integer, LedgerRow> rows = new TreeMap<>();
      next.forEach(
          (partition, at) -> rows.put(partition, new LedgerRow(partition, 0, at, Counts.NONE)));
      return new SinkState(Optional.ofNullable(pipeline), rows);
    }

    @Override
    public SinkState begin(Pipeline begun, SortedMap<Integer, Long> starts, Deadline until) {
      pipeline = pipeline == null ? begun : pipeline;
      next.putAll(raced);
      if (begun.isContinuedBy(pipeline)) {
        starts.forEach(next::putIfAbsent);
      }
      return state(until);
    }

    @Override
    public SinkWriter writer(RunPlan plan) {
      throw new AssertionError("a start writes no row");
    }

    @Override
    public LedgerReader reader() {
      throw new AssertionError("a start reports no progress");
    }
  }
}
