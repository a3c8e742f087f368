// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kstreams;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.engine.ledger.GapException;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.model.Event;
import dev.sluice.model.Outcome;
import dev.sluice.model.Position;
import dev.sluice.model.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The driver pipes each record into partition 0, and counts its offsets from 0. */
class PipelineTopologyTest {

  /** The time of {@link #EVENT}, in milliseconds and as its text. */
  private static final long TIME = 1_735_787_045_000L;

  private static final byte[] EVENT =
      "{\"event_time\":\"2025-01-02T03:04:05Z\",\"host\":\"h\",\"url\":\"/\"}"
          .getBytes(StandardCharsets.UTF_8);

  private final Locale locale = Locale.getDefault();
  private final RecordedSink sink = new RecordedSink();
  private final StreamThreadWriters writers = new StreamThreadWriters(() -> sink);
  private TopologyTestDriver driver;
  private Drain drain;

  @AfterEach
  void close() {
    Locale.setDefault(locale);
    if (driver != null) {
      driver.close();
    }
  }

  @Test
  void r3_eachRecordReachesTheSinkWithItsPositionItsValueAndItsOutcome() {
    TestInputTopic<byte[], byte[]> topic = topic(TestPlans.endless(Map.of(0, 0L)), Instant.EPOCH);

    topic.pipeInput(new byte[] {1}, EVENT, TIME);
    topic.pipeInput(null, null, TIME);
    topic.pipeInput(null, new byte[0], TIME);

    Event event = new Event(null, TIME * 1_000, "h", "/", null, null, null, null, null, null);
    assertEquals(List.of(at(0, 0), at(0, 1), at(0, 2)), positions());
    assertEquals(
        List.of(
            new Outcome.Accepted(event),
            new Outcome.Malformed(Reason.NULL_VALUE),
            new Outcome.Malformed(Reason.EMPTY_VALUE)),
        sink.added.stream().map(DecidedRecord::outcome).toList());
    assertArrayEquals(EVENT, sink.added.get(0).record().value());
    assertSame(null, sink.added.get(1).record().value());
  }

  @Test
  void r1_keyAndHeadersDecideNothing() {
    TestInputTopic<byte[], byte[]> topic = topic(TestPlans.endless(Map.of(0, 0L)), Instant.EPOCH);

    topic.pipeInput(null, EVENT, TIME);
    topic.pipeInput(
        new TestRecord<>(
            new byte[] {'k'}, EVENT, new RecordHeaders().add("event_time", null), TIME));

    assertEquals(sink.added.get(0).outcome(), sink.added.get(1).outcome());
  }

  /** 15,000 ms are allowed; a timestamp of zero or less is absent, so that nothing is late. */
  @ParameterizedTest
  @CsvSource({
    "1735787060000, 1735787060000, accepted",
    "1735787060001, 1735787060001, late",
    "0, 0, accepted",
    "-1, 0, accepted",
    "-9223372036854775808, 0, accepted",
    "9223372036854775807, 9223372036854775807, late"
  })
  void r4_aRecordKeepsItsTimestampAndIsNotDroppedForIt(long sent, long found, String outcome) {
    TestInputTopic<byte[], byte[]> topic =
        topic(TestPlans.endless(Map.of(0, 0L)), Instant.ofEpochMilli(sent));

    topic.pipeInput(EVENT);

    DecidedRecord decided = sink.added.get(0);
    assertEquals(found, decided.record().timestampMillis());
    assertEquals(outcome, decided.outcome() instanceof Outcome.Late ? "late" : "accepted");
    assertEquals(outcome.equals("accepted"), decided.outcome() instanceof Outcome.Accepted);
  }

  @Test
  void r16_recordsFromADrainsEndOnDoNotReachTheSink() {
    TestInputTopic<byte[], byte[]> topic =
        topic(TestPlans.drain(Map.of(0, 0L), Map.of(0, 2L)), Instant.EPOCH);

    pipe(topic, 4);

    assertEquals(List.of(at(0, 0), at(0, 1)), positions());
  }

  @Test
  void r16_aPartitionThatAppearedAfterTheStartIsNotPartOfADrain() {
    TestInputTopic<byte[], byte[]> topic =
        topic(TestPlans.drain(Map.of(1, 0L), Map.of(1, 2L)), Instant.EPOCH);

    pipe(topic, 1);

    assertEquals(List.of(), positions());
  }

  @Test
  void r15_aPartitionThatAppearedAfterTheStartIsPartOfARunWithoutAnEnd() {
    TestInputTopic<byte[], byte[]> topic = topic(TestPlans.endless(Map.of(1, 0L)), Instant.EPOCH);

    pipe(topic, 1);

    assertEquals(List.of(at(0, 0)), positions());
  }

  @Test
  void r16_aDrainIsAtItsEndOnlyWhenItsRecordsHaveReachedTheSink() {
    TestInputTopic<byte[], byte[]> topic =
        topic(TestPlans.drain(Map.of(0, 0L), Map.of(0, 2L)), Instant.EPOCH);
    TopicPartition partition = new TopicPartition(TestPlans.TOPIC, 0);
    try (MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("none")) {
      consumer.assign(List.of(partition));
      consumer.seek(partition, 2);
      drain.polled(DrainTest.records(partition, List.of(0L, 1L)));

      pipe(topic, 1);
      drain.closeReached(consumer, writers);
      assertFalse(drain.isDone());

      pipe(topic, 1);
      drain.closeReached(consumer, writers);
      assertTrue(drain.isDone());
    }
  }

  @Test
  void r14_aFailureOfTheSinkFailsTheStreamThread() {
    TestInputTopic<byte[], byte[]> topic = topic(TestPlans.endless(Map.of(0, 0L)), Instant.EPOCH);
    GapException gap = new GapException("a gap");
    sink.failure = gap;

    RuntimeException thrown =
        assertThrows(RuntimeException.class, () -> topic.pipeInput(null, EVENT, TIME));

    assertSame(gap, thrown.getCause());
  }

  @Test
  void r9_aPartitionThatIsClosedIsReleased() {
    pipe(topic(TestPlans.endless(Map.of(0, 0L)), Instant.EPOCH), 1);
    assertEquals(List.of(), sink.released);

    driver.close();
    driver = null;

    assertEquals(List.of(0), sink.released);
    assertFalse(sink.closed, "the writer belongs to the thread, not to the partition");
  }

  /** These have digits of their own: Arabic, Persian, Thai, Devanagari. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "en",
        "tr-TR",
        "ar-EG-u-nu-arab",
        "fa-IR-u-nu-arabext",
        "th-TH-u-nu-thai",
        "hi-IN-u-nu-deva"
      })
  void r14_everyNodeHasANameThatDoesNotDependOnTheLocale(String language) {
    Locale.setDefault(Locale.forLanguageTag(language));

    Set<String> names =
        nodes(topology(TestPlans.endless(Map.of(0, 0L)))).stream()
            .map(TopologyDescription.Node::name)
            .collect(Collectors.toSet());

    assertEquals(Set.of("topic", "ledger"), names);
  }

  /** One subtopology with one source: a repartition topic would end it, and start another. */
  @Test
  void r9_nothingIsBetweenTheTopicAndTheSinkThatCouldReorderRecords() {
    TopologyDescription description = topology(TestPlans.endless(Map.of(0, 0L))).describe();

    assertEquals(1, description.subtopologies().size());
    assertEquals(Set.of(), description.globalStores());
    List<Set<String>> sources =
        nodes(topology(TestPlans.endless(Map.of(0, 0L)))).stream()
            .filter(TopologyDescription.Source.class::isInstance)
            .map(node -> ((TopologyDescription.Source) node).topicSet())
            .toList();
    assertEquals(List.of(Set.of(TestPlans.TOPIC)), sources);
  }

  private Topology topology(RunPlan plan) {
    drain = new Drain(plan, () -> {}, () -> {});
    return PipelineTopology.of(plan, writers, drain);
  }

  private static List<TopologyDescription.Node> nodes(Topology topology) {
    return topology.describe().subtopologies().stream()
        .flatMap(part -> part.nodes().stream())
        .toList();
  }

  /**
   * @param time the timestamp of records that are piped without one
   */
  private TestInputTopic<byte[], byte[]> topic(RunPlan plan, Instant time) {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1");
    driver = new TopologyTestDriver(topology(plan), properties);
    return driver.createInputTopic(
        TestPlans.TOPIC, new ByteArraySerializer(), new ByteArraySerializer(), time, Duration.ZERO);
  }

  private static void pipe(TestInputTopic<byte[], byte[]> topic, int records) {
    for (int i = 0; i < records; i++) {
      topic.pipeInput(null, EVENT, TIME);
    }
  }

  private List<Position> positions() {
    return sink.added.stream().map(decided -> decided.record().position()).toList();
  }

  private static Position at(int partition, long offset) {
    return new Position(partition, offset);
  }
}
