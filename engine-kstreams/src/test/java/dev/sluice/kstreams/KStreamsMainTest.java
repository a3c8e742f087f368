// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kstreams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.life.EngineRun;
import dev.sluice.engine.plan.RunPlan;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KStreamsMainTest {

  @Test
  void r16_aDrainWithNothingToReadEndsWithoutKafkaStreams() throws Exception {
    FinishedRun run = new FinishedRun(TestPlans.drain(Map.of(0, 8L, 1, 0L), Map.of(0, 8L, 1, 0L)));

    new KStreamsMain().run(run);

    assertEquals(1, run.timesRunning);
  }

  @Test
  void r10_theGroupIsNamedAfterTheRun() {
    RunPlan plan = TestPlans.endless(Map.of());
    RunPlan other = new RunPlan(plan.config(), "run-8", plan.starts(), plan.ends());

    assertTrue(KStreamsMain.applicationId(plan).contains("run-7"));
    assertNotEquals(KStreamsMain.applicationId(plan), KStreamsMain.applicationId(other));
  }

  /**
   * The last column is what the stream threads' consumers must have, regardless of what the user
   * sets.
   */
  @ParameterizedTest
  @CsvSource({
    "auto.offset.reset, earliest, none", // R15
    "isolation.level, read_uncommitted, read_committed", // R1
    "enable.auto.commit, true, false" // R9
  })
  void r15_noPropertyOfTheUserChangesWhatIsReadOrCommitted(
      String key, String set, String expected) {
    assertEquals(expected, String.valueOf(mainConsumer(Map.of(key, set), 1_000).get(key)));
    assertEquals(expected, String.valueOf(mainConsumer(Map.of(), 1_000).get(key)));
  }

  @ParameterizedTest
  @CsvSource({"1000", "120000", "300000", "1000000", "2147483647"})
  void r13_theWritersRetriesEndBeforeTheConsumerLosesItsPartitions(long retryDeadlineMillis) {
    Object interval =
        mainConsumer(Map.of(), retryDeadlineMillis).get(ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG);

    long longest = Math.min(retryDeadlineMillis, Integer.MAX_VALUE - 1L);
    assertTrue((Integer) interval > longest, "max.poll.interval.ms: " + interval);
  }

  @Test
  void r15_aPropertyOfTheUserReachesTheConsumer() {
    assertEquals(
        "7",
        String.valueOf(mainConsumer(Map.of("fetch.min.bytes", "7"), 1_000).get("fetch.min.bytes")));
  }

  private static Map<String, Object> mainConsumer(
      Map<String, String> kafka, long retryDeadlineMillis) {
    return new StreamsConfig(
            KStreamsMain.properties(
                TestPlans.config(false, kafka, retryDeadlineMillis), "sluice-run-7"))
        .getMainConsumerConfigs("sluice-run-7", "client", 0);
  }

  /** A run without a stop request. */
  private static final class FinishedRun implements EngineRun {

    private final RunPlan plan;
    int timesRunning;

    FinishedRun(RunPlan plan) {
      this.plan = plan;
    }

    @Override
    public RunPlan plan() {
      return plan;
    }

    @Override
    public void running() {
      timesRunning++;
    }

    @Override
    public void requestStop(String why) {
      throw new AssertionError("a stop was requested: " + why);
    }

    @Override
    public boolean isStopRequested() {
      return false;
    }

    @Override
    public void onStop(Runnable action) {}
  }
}
