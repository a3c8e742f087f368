// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.kafka;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The transactional ids of a sink. All start with {@code sluice-}, for a prefixed privilege. Of an
 * id, Kafka lets only the producer write that was opened last.
 */
final class TransactionIds {

  /** The id of the process that begins a run with these topics. */
  static String ofStart(String name) {
    return "sluice-" + name + "-start";
  }

  /** The id of the one writer of a source partition. */
  static String of(String runId, int partition) {
    return "sluice-" + runId + "-" + partition;
  }

  /** The ids of the writers of the partitions from 0 on. */
  static List<String> ofWriters(String runId, int partitions) {
    return IntStream.range(0, partitions).mapToObj(partition -> of(runId, partition)).toList();
  }

  private TransactionIds() {}
}
