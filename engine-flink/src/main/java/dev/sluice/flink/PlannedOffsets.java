// SPDX-License-Identifier: Apache-2.0
package dev.sluice.flink;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;
import org.apache.kafka.common.TopicPartition;

/**
 * The offsets that shared code resolved (R15, R16), and 0 for partitions that appeared later.
 * Unlike Flink's own initializers, never falls back to the earliest or latest offset.
 */
final class PlannedOffsets implements OffsetsInitializer {

  private static final long serialVersionUID = 1L;

  private final TreeMap<Integer, Long> offsets;
  private final boolean groupWins;

  private PlannedOffsets(Map<Integer, Long> offsets, boolean groupWins) {
    this.offsets = new TreeMap<>(offsets);
    this.groupWins = groupWins;
  }

  /** Exactly the given offsets, by partition. */
  static OffsetsInitializer exactly(Map<Integer, Long> offsets) {
    return new PlannedOffsets(offsets, false);
  }

  /** The offsets that the last checkpoint committed to the consumer group, else the given ones. */
  static OffsetsInitializer committedElse(Map<Integer, Long> offsets) {
    return new PlannedOffsets(offsets, true);
  }

  @Override
  public Map<TopicPartition, Long> getPartitionOffsets(
      Collection<TopicPartition> partitions, PartitionOffsetsRetriever kafka) {
    Map<TopicPartition, Long> found = new HashMap<>();
    for (TopicPartition partition : partitions) {
      found.put(partition, offsets.getOrDefault(partition.partition(), 0L));
    }
    if (groupWins) {
      found.putAll(kafka.committedOffsets(partitions));
    }
    return found;
  }

  @Override
  @SuppressWarnings("deprecation") // by Kafka; still in the connector's interface
  public OffsetResetStrategy getAutoOffsetResetStrategy() {
    return OffsetResetStrategy.NONE;
  }
}
