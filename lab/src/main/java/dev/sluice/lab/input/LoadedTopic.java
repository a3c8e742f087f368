// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input;

import java.util.Arrays;
import java.util.List;

/**
 * A topic that was loaded: a record's offset is its index within its partition, from 0.
 *
 * @param counts records by partition
 * @param labels the records' labels
 * @param facts the input's facts
 */
public record LoadedTopic(List<Long> counts, Labels labels, InputFacts facts) {
  public LoadedTopic {
    counts = List.copyOf(counts);
  }

  static LoadedTopic of(long[] counts, Labels labels, InputFacts facts) {
    return new LoadedTopic(Arrays.stream(counts).boxed().toList(), labels, facts);
  }

  /** Records in all partitions. */
  public long records() {
    return counts.stream().mapToLong(Long::longValue).sum();
  }
}
