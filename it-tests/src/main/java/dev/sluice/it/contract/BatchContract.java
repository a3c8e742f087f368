package dev.sluice.it.contract;

import org.junit.jupiter.api.Test;

/** How the work was cut up does not show in the tables (R12). */
public abstract class BatchContract extends EngineTest {

  @Test
  void r12_onePartitionLeavesTheOraclesTables() throws Exception {
    drainAndCompare(scenes().onePartition());
  }

  @Test
  void r12_morePartitionsThanThreadsLeaveTheOraclesTables() throws Exception {
    drainAndCompare(scenes().eightPartitions());
  }
}
