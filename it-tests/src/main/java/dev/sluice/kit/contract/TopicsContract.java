// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.kit.fault.BrokerFaults;
import dev.sluice.kit.fault.Outage;
import dev.sluice.kit.testbed.GrowingTopic;
import dev.sluice.kit.testbed.TestBed;
import dev.sluice.kit.testbed.TopicRun;
import dev.sluice.lab.compare.ComparisonResult;
import dev.sluice.lab.engine.Capability;
import dev.sluice.lab.engine.EngineChild;
import dev.sluice.lab.engine.EngineExit;
import dev.sluice.lab.server.EmbeddedKafka;
import dev.sluice.lab.server.EmbeddedServers;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An engine whose rows and ledger go to topics leaves the same rows as with tables. */
public abstract class TopicsContract extends EngineTest {

  private static final Duration UNTIL_STRUCK = Duration.ofMinutes(2);

  /** How long a broker is away. */
  private static final Duration OUTAGE = Duration.ofSeconds(2);

  private static final long LOOK_MILLIS = 5;
  private static final int BATCH_RECORDS = 100;
  private static final int FEED = 1_000;

  @Requires(Capability.TOPICS)
  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2})
  void r18_trafficToTopicsLeavesTheOraclesRows(long seed) throws Exception {
    TestBed.Scenario scenario = scenarios().traffic(seed);
    drainAndCompare(scenario, to(scenario));
  }

  @Stochastic
  @Requires(Capability.TOPICS)
  @Test
  void r18_trafficOfTheRunsOwnSeedToTopicsLeavesTheOraclesRows() throws Exception {
    TestBed.Scenario scenario = scenarios().traffic(1_000 + seed());
    drainAndCompare(scenario, to(scenario));
  }

  @Requires(Capability.TOPICS)
  @Test
  void r18_aRealAccessLogToTopicsLeavesTheOraclesRows() throws Exception {
    TestBed.Scenario scenario = accessLog();
    drainAndCompare(scenario, to(scenario));
  }

  @Requires(Capability.TOPICS)
  @Test
  void r9_drainedToTopicsAgainNothingChanges() throws Exception {
    TestBed.Scenario scenario = scenarios().traffic(1);
    TopicRun run = to(scenario);
    drainAndCompare(scenario, run);
    long before = run.records();
    drainAndCompare(scenario, run);
    assertEquals(before, run.records(), "records were written again");
  }

  /** Killed at several moments, of which the seed decides; in small batches, so between commits. */
  @Stochastic
  @Requires(Capability.TOPICS)
  @ParameterizedTest(name = "{0} times")
  @ValueSource(ints = 3)
  void r11_killedWhileItWritesToTopicsItResumesAndNothingIsLost(int times) throws Exception {
    killAndCompare(times);
  }

  @Stochastic
  @Thorough
  @Requires(Capability.TOPICS)
  @ParameterizedTest(name = "{0} times")
  @ValueSource(ints = 10)
  void r11_killedOftenWhileItWritesToTopicsItResumesAndNothingIsLost(int times) throws Exception {
    killAndCompare(times);
  }

  private void killAndCompare(int times) throws Exception {
    Random random = new Random(seed());
    TestBed.Scenario scenario = scenarios().traffic(1);
    TopicRun run = inSmallBatches(scenario);
    long all = all(scenario);
    for (int kill = 1; kill <= times; kill++) {
      long at = (long) (all * (kill - random.nextDouble()) / (times + 1));
      try (EngineChild child = run.launch().untilStopped().start()) {
        await(run, child, at);
        TimeUnit.MILLISECONDS.sleep(random.nextInt(30));
        child.kill();
        child.awaitEnd(patience());
      }
    }
    drainAndCompare(scenario, run);
  }

  @Requires(Capability.TOPICS)
  @Test
  void r12_withMoreAndFewerTasksTheTopicsAreTheSame() throws Exception {
    TestBed.Scenario scenario = scenarios().traffic(2);
    TopicRun run = inSmallBatches(scenario);
    long all = all(scenario);
    int step = 0;
    for (int parallelism : new int[] {1, 3}) {
      step++;
      TopicRun part = run.with("parallelism", parallelism);
      try (EngineChild child = part.launch().untilStopped().start()) {
        await(part, child, all * step / 4);
        assertEquals(Optional.empty(), child.stop(patience()).problem());
      }
    }
    drainAndCompare(scenario, run.with("parallelism", 1));
  }

  /** What a dead process had sent must neither count nor hide what comes after it. */
  @Requires(Capability.TOPICS)
  @Test
  void r9_aTransactionThatADeadWriterLeftOpenIsEnded() throws Exception {
    try (GrowingTopic topic = GrowingTopic.create(testBed(), scenarios().rules(), seed())) {
      topic.grow(FEED);
      TopicRun run = TopicRun.of(testBed(), testBed().launch(entry(), topic));
      drain(run.launch());
      Map<String, Object> properties = new HashMap<>(testBed().client());
      properties.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "sluice-" + run.runId() + "-0");
      try (KafkaProducer<byte[], byte[]> dead =
          new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
        byte[] text = "0".getBytes(UTF_8);
        dead.initTransactions();
        dead.beginTransaction();
        dead.send(new ProducerRecord<>(run.name() + ".events", text, text)).get();
        dead.send(new ProducerRecord<>(run.name() + ".ledger", 0, text, text)).get();
        topic.grow(FEED);
        drainAndCompare(topic.fold(), run);
      }
    }
  }

  /** What happens to the broker, which has the source and the topics of the rows. */
  private enum BrokerFault {
    STOPPED,
    KILLED,
    FROZEN;

    Outage strike(EmbeddedKafka kafka) throws IOException {
      return switch (this) {
        case STOPPED -> BrokerFaults.stop(kafka);
        case KILLED -> BrokerFaults.kill(kafka);
        case FROZEN -> BrokerFaults.freeze(kafka);
      };
    }
  }

  @Requires(Capability.TOPICS)
  @Test
  void r13_aBrokerOfTopicsThatIsKilledIsWaitedFor() throws Exception {
    passAndCompare(BrokerFault.KILLED);
  }

  @Thorough
  @Requires(Capability.TOPICS)
  @ParameterizedTest
  @EnumSource(names = {"STOPPED", "FROZEN"})
  void r13_aBrokerOfTopicsThatIsAwayForAWhileIsWaitedFor(BrokerFault fault) throws Exception {
    passAndCompare(fault);
  }

  private void passAndCompare(BrokerFault fault) throws Exception {
    assumeTrue(testBed().servers() instanceof EmbeddedServers, "the servers are not the kit's own");
    EmbeddedKafka kafka = ((EmbeddedServers) testBed().servers()).kafka();
    TestBed.Scenario scenario = scenarios().traffic(1);
    TopicRun run = inSmallBatches(scenario);
    try (EngineChild child = run.launch().untilStopped().start()) {
      await(run, child, all(scenario) / 10);
      Outage outage = fault.strike(kafka);
      try {
        TimeUnit.NANOSECONDS.sleep(OUTAGE.toNanos());
      } finally {
        outage.mend();
      }
      await(run, child, all(scenario));
      EngineExit exit = child.stop(patience());
      assertEquals(Optional.empty(), exit.problem());
    }
    drainAndCompare(scenario, run);
  }

  @Requires(Capability.TOPICS)
  @Test
  void r13_aClusterOfTopicsThatIsNotThereEndsTheStart() {
    TopicRun run =
        to(scenarios().traffic(1))
            .with("sink.kafka.bootstrap.servers", "127.0.0.1:1")
            .with("retry.deadline.ms", 2_000);
    HandMadeTest.assertNames(
        failure(run.launch(), 1), "sink.kafka.bootstrap.servers", "127.0.0.1:1");
  }

  @Requires(Capability.TOPICS)
  @Test
  void r10_topicsThatAreMissingAreNamed() {
    TopicRun run = to(scenarios().traffic(1)).with("sink.kafka.create.topics", false);
    HandMadeTest.assertNames(refusal(run.launch()), "sink.kafka.topic", run.name() + ".ledger");
  }

  @Requires(Capability.TOPICS)
  @Test
  void r10_topicsOfAnotherPipelineAreRefused() throws Exception {
    TestBed.Scenario scenario = scenarios().traffic(1);
    TopicRun run = to(scenario);
    drainAndCompare(scenario, run);
    long before = run.records();
    HandMadeTest.assertNames(
        refusal(run.launch().with("allowed.skew.micros", 7)), "allowed.skew.micros", run.name());
    assertEquals(before, run.records(), "records were written");
  }

  /** Otherwise its rows would be in tables, and the topics empty. */
  @ProvesDecline(Capability.TOPICS)
  @Test
  void r17_aSinkOfTopicsIsRefused() {
    HandMadeTest.assertNames(refusal(to(scenarios().traffic(1)).launch()), "sink");
  }

  private TopicRun to(TestBed.Scenario scenario) {
    return TopicRun.of(testBed(), launch(scenario));
  }

  private TopicRun inSmallBatches(TestBed.Scenario scenario) {
    return to(scenario).with("batch.records", BATCH_RECORDS);
  }

  /** How many records the ledger counts in the end. */
  private static long all(TestBed.Scenario scenario) {
    return scenario.oracle().counts().seen();
  }

  /** Waits until the topics' ledger has counted some records. */
  private void await(TopicRun run, EngineChild child, long records) throws Exception {
    child.awaitRunning(patience());
    long deadline = System.nanoTime() + UNTIL_STRUCK.toNanos();
    while (run.counted() < records) {
      assertTrue(
          child.isAlive() && System.nanoTime() < deadline,
          () -> "seed " + seed() + ": the ledger has not counted " + records + " records");
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private void drainAndCompare(TestBed.Scenario scenario, TopicRun run) throws Exception {
    drain(run.launch());
    ComparisonResult result = run.compareTo(scenario);
    assertTrue(
        result.isIdentical(), () -> entry().mode().name() + " differs from the oracle: " + result);
    assertEquals(List.of(), run.repeated(), "rows that were committed more than once");
  }
}
