// SPDX-License-Identifier: Apache-2.0
package dev.sluice.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer.PartitionOffsetsRetriever;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PlannedOffsetsTest {

  private static final TopicPartition P0 = new TopicPartition("web", 0);
  private static final TopicPartition P1 = new TopicPartition("web", 1);
  private static final TopicPartition NEW = new TopicPartition("web", 2);
  private static final Map<Integer, Long> LEDGER = new TreeMap<>(Map.of(0, 15L, 1, 7L));

  @Test
  void r15_theLedgerWinsOverTheGroup() {
    assertEquals(Map.of(P0, 15L, P1, 7L), offsets(PlannedOffsets.exactly(LEDGER), P0, P1));
  }

  @Test
  void r15_aPartitionThatAppearedLaterStartsAtZero() {
    assertEquals(Map.of(P1, 7L, NEW, 0L), offsets(PlannedOffsets.exactly(LEDGER), P1, NEW));
  }

  @Test
  void r17_withoutALedgerTheGroupWinsWhereItHasCommitted() {
    assertEquals(Map.of(P0, 40L, P1, 7L), offsets(PlannedOffsets.committedElse(LEDGER), P0, P1));
  }

  @Test
  void r15_anOffsetOutOfRangeIsAnError() {
    Object reset = PlannedOffsets.exactly(LEDGER).getAutoOffsetResetStrategy();

    assertEquals("none", reset.toString());
  }

  private static Map<TopicPartition, Long> offsets(
      OffsetsInitializer initializer, TopicPartition... partitions) {
    return initializer.getPartitionOffsets(List.of(partitions), new CommittedForPartition0());
  }

  /** A group that has committed offset 40 of partition 0; nothing else may be queried. */
  private static final class CommittedForPartition0 implements PartitionOffsetsRetriever {

    @Override
    public Map<TopicPartition, Long> committedOffsets(Collection<TopicPartition> partitions) {
      Map<TopicPartition, Long> committed = new HashMap<>();
      if (partitions.contains(P0)) {
        committed.put(P0, 40L);
      }
      return committed;
    }

    @Override
    public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
      throw new AssertionError("end offsets were queried");
    }

    @Override
    public Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions) {
      throw new AssertionError("beginning offsets were queried");
    }

    @Override
    public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
        Map<TopicPartition, Long> timestamps) {
      throw new AssertionError("offsets by time were queried");
    }
  }
}
