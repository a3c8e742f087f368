package dev.sluice.kit.contract;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sluice.kit.stage.Launch;
import dev.sluice.kit.stage.Stage;
import dev.sluice.lab.input.traffic.TrafficGenerator;
import dev.sluice.lab.input.traffic.TrafficProfile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How the work was cut up does not show in the tables (R12). */
public abstract class BatchContract extends EngineTest {

  @Test
  void r12_onePartitionLeavesTheOraclesTables() throws Exception {
    Stage.Scene scene = scenes().onePartition();
    assertEqualToOracle(scene, drained(scene));
  }

  @Test
  void r12_morePartitionsThanThreadsLeaveTheOraclesTables() throws Exception {
    drainAndCompare(scenes().eightPartitions());
  }

  static Stream<Arguments> cuts() {
    return Stream.of(arguments(1, 0, 4), arguments(7, 50, 1), arguments(1_000_000, 0, 4));
  }

  /** Four threads are one more than there are partitions. */
  @ParameterizedTest(name = "{0} records, {1} ms, {2} threads")
  @MethodSource("cuts")
  void r12_sizeAndAgeOfTransactionsAndThreadsDoNotShow(int records, int lingerMillis, int threads)
      throws Exception {
    Stage.Scene scene =
        scenes()
            .input(
                "cut_up",
                TrafficGenerator.of(15, 3_000, 3, TrafficProfile.defaults()),
                scenes().rules());
    Launch launch =
        launch(scene)
            .inBatchesOf(records)
            .with("batch.linger.ms", lingerMillis)
            .with("parallelism", threads);
    drainAndCompare(scene, launch);
  }
}
