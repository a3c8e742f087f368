// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.contract;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sluice.kit.testbed.Launch;
import dev.sluice.kit.testbed.TestBed;
import dev.sluice.lab.input.traffic.TrafficGenerator;
import dev.sluice.lab.input.traffic.TrafficProfile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How records were batched does not show in the tables (R12). */
public abstract class BatchContract extends EngineTest {

  @Test
  void r12_onePartitionLeavesTheOraclesTables() throws Exception {
    TestBed.Scenario scenario = scenarios().onePartition();
    assertEqualToOracle(scenario, drained(scenario));
  }

  @Test
  void r12_morePartitionsThanThreadsLeaveTheOraclesTables() throws Exception {
    drainAndCompare(scenarios().eightPartitions());
  }

  static Stream<Arguments> cuts() {
    return Stream.of(arguments(1, 0, 4), arguments(7, 50, 1), arguments(1_000_000, 0, 4));
  }

  /** Four threads are one more than the topic has partitions. */
  @ParameterizedTest(name = "{0} records, {1} ms, {2} threads")
  @MethodSource("cuts")
  void r12_sizeAndAgeOfTransactionsAndThreadsDoNotShow(int records, int lingerMillis, int threads)
      throws Exception {
    TestBed.Scenario scenario =
        scenarios()
            .input(
                "cut_up",
                TrafficGenerator.of(15, 3_000, 3, TrafficProfile.defaults()),
                scenarios().rules());
    Launch launch =
        launch(scenario)
            .inBatchesOf(records)
            .with("batch.linger.ms", lingerMillis)
            .with("parallelism", threads);
    drainAndCompare(scenario, launch);
  }
}
