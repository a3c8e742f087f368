// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.start;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.ledger.GapException;
import dev.sluice.engine.log.TopicState;
import dev.sluice.engine.sink.Sink;
import java.util.SortedMap;
import java.util.TreeMap;

/** Resolves a start option to offsets, for the partitions without a ledger row (R15). */
final class Starts {

  /**
   * The starts of the partitions that the ledger lacks.
   *
   * @param ledger the ledger's {@code next} by partition; empty before the first start
   * @throws ConfigException if the option does not fit the ledger or the log
   */
  static SortedMap<Integer, Long> missing(
      StartOption option, TopicState topic, SortedMap<Integer, Long> ledger, Sink sink) {
    if (ledger.isEmpty()) {
      if (option instanceof StartOption.Restored restored) {
        throw new ConfigException(
            "start",
            restored.text()
                + ": "
                + sink.target()
                + " has no ledger to continue; set "
                + sink.targetKey()
                + " to that of the run that saved this state, or use start=resume");
      }
      return first(option, topic);
    }
    if (!option.resumes()) {
      throw new ConfigException(
          "start",
          sink.target()
              + " has a ledger, which only resume continues; a new start needs another "
              + sink.targetKey());
    }
    SortedMap<Integer, Long> appeared = new TreeMap<>();
    for (int partition : topic.earliest().keySet()) {
      if (!ledger.containsKey(partition)) {
        appeared.put(partition, 0L);
      }
    }
    return appeared;
  }

  private static SortedMap<Integer, Long> first(StartOption option, TopicState topic) {
    if (option instanceof StartOption.Latest) {
      return topic.lastStable();
    }
    if (option instanceof StartOption.Timestamp) {
      SortedMap<Integer, Long> starts = new TreeMap<>(topic.lastStable());
      starts.putAll(topic.since());
      return starts;
    }
    if (option instanceof StartOption.Offsets offsets) {
      checkGiven(offsets.byPartition(), topic);
      return offsets.byPartition();
    }
    return topic.earliest();
  }

  private static void checkGiven(SortedMap<Integer, Long> given, TopicState topic) {
    if (!given.keySet().equals(topic.earliest().keySet())) {
      throw new ConfigException(
          "start",
          "offsets names partitions "
              + given.keySet()
              + ", but the topic has "
              + topic.earliest().keySet());
    }
    given.forEach(
        (partition, offset) -> {
          long least = topic.earliest().get(partition);
          long most = topic.lastStable().get(partition);
          if (offset < least || offset > most) {
            throw new ConfigException(
                "start",
                "offset "
                    + offset
                    + " of partition "
                    + partition
                    + " is not between "
                    + least
                    + " and "
                    + most);
          }
        });
  }

  /**
   * Refuses starts from which the log no longer has every record.
   *
   * @throws GapException naming the records that are gone
   */
  static void checkNothingGone(SortedMap<Integer, Long> starts, TopicState topic, String name) {
    starts.forEach(
        (partition, start) -> {
          Long earliest = topic.earliest().get(partition);
          if (earliest == null) {
            throw new GapException(
                name
                    + "-"
                    + partition
                    + ": the ledger has a row, but the topic has no such partition");
          }
          if (start < earliest) {
            throw new GapException(
                name
                    + "-"
                    + partition
                    + ": records "
                    + start
                    + " to "
                    + (earliest - 1)
                    + " are gone from the log, which starts at "
                    + earliest
                    + "; they can no longer be counted");
          }
        });
  }

  private Starts() {}
}
