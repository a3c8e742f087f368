// SPDX-License-Identifier: Apache-2.0
package dev.sluice.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.engine.plan.RunPlan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PlannedSourceTest {

  private static final TopicPartition P0 = new TopicPartition("web", 0);
  private static final TopicPartition P1 = new TopicPartition("web", 1);

  /** Both were saved at 5; partition 1 by a drain with the end 6. */
  private static final List<KafkaPartitionSplit> SAVED =
      List.of(new KafkaPartitionSplit(P0, 5L), new KafkaPartitionSplit(P1, 5L, 6L));

  /** A plan that starts at 3 and, in a drain, ends at 8. */
  private static RunPlan plan(boolean drain) {
    return FlinkJobTest.plan(FlinkJob.LEDGER_MODE, 2, 2, drain);
  }

  @Test
  void r15_theLedgerWinsBothBehindAndAheadOfWhatWasSaved() {
    var splits = PlannedSource.replanned(SAVED, Map.of(0, 2L, 1, 7L), plan(false));

    assertEquals(2L, splits.get(0).getStartingOffset());
    assertEquals(7L, splits.get(1).getStartingOffset());
  }

  @Test
  void r17_withoutALedgerWhatWasSavedStands() {
    var splits = PlannedSource.replanned(SAVED, Map.of(), plan(false));

    assertEquals(5L, splits.get(0).getStartingOffset());
    assertEquals(5L, splits.get(1).getStartingOffset());
  }

  @Test
  void r16_theEndIsThatOfThisRun() {
    for (KafkaPartitionSplit split : PlannedSource.replanned(SAVED, Map.of(), plan(false))) {
      assertEquals(Optional.empty(), split.getStoppingOffset());
    }
    for (KafkaPartitionSplit split : PlannedSource.replanned(SAVED, Map.of(), plan(true))) {
      assertEquals(Optional.of(8L), split.getStoppingOffset());
    }
  }
}
