// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.log;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The identity of a topic and the extent of its log, at one moment.
 *
 * @param topicId distinguishes a recreated topic from the old one of the same name (R10)
 * @param earliest by partition, the first offset that the log still has; names every partition
 * @param lastStable by partition, the end for a reader of committed records
 * @param since by partition, the first record not before the requested instant; without partitions
 *     that have no such record, and empty if no instant was requested
 */
public record TopicState(
    String clusterId,
    String topicId,
    SortedMap<Integer, Long> earliest,
    SortedMap<Integer, Long> lastStable,
    SortedMap<Integer, Long> since) {

  public TopicState {
    earliest = new TreeMap<>(earliest);
    lastStable = new TreeMap<>(lastStable);
    since = new TreeMap<>(since);
    if (!earliest.keySet().equals(lastStable.keySet())) {
      throw new IllegalArgumentException(
          "earliest names " + earliest.keySet() + ", lastStable " + lastStable.keySet());
    }
  }
}
