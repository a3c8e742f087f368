// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.write;

import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.engine.ledger.GapException;
import dev.sluice.engine.ledger.LedgerRow;
import dev.sluice.model.Position;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Whether the buffered records continue from the ledger without a gap (R9): a pure function of
 * both, and of what the log answers. Valid only until the ledger changes.
 */
final class Continuity {

  private final String topic;
  private final SortedMap<Integer, List<DecidedRecord>> left = new TreeMap<>();
  private final Set<Position> unproven = new TreeSet<>();

  /**
   * @param buffers by partition, in offset order
   * @param rows the ledger's rows of the same partitions
   */
  Continuity(
      String topic,
      SortedMap<Integer, PartitionBuffer> buffers,
      SortedMap<Integer, LedgerRow> rows) {
    this.topic = topic;
    buffers.forEach((partition, buffer) -> add(buffer, rows.get(partition)));
  }

  private void add(PartitionBuffer buffer, LedgerRow row) {
    List<DecidedRecord> records = buffer.from(row.next());
    if (records.isEmpty()) {
      return;
    }
    left.put(row.partition(), records);
    if (first(row.partition()) > row.next() && !buffer.wrote(row)) {
      unproven.add(new Position(row.partition(), row.next()));
    }
  }

  /** The records that the ledger does not have, by partition; without partitions that have none. */
  SortedMap<Integer, List<DecidedRecord>> left() {
    return left;
  }

  /**
   * Checks that every partition's records continue from the ledger.
   *
   * @param probed the log's answers so far, by the position of the query
   * @return the positions for which the log must be queried first
   * @throws GapException if records are missing
   */
  Set<Position> questions(Map<Position, OptionalLong> probed) {
    Set<Position> questions = new TreeSet<>(unproven);
    questions.removeAll(probed.keySet());
    for (Position from : unproven) {
      OptionalLong answer = probed.getOrDefault(from, OptionalLong.empty());
      long first = first(from.partition());
      if (!questions.contains(from) && (answer.isEmpty() || answer.getAsLong() != first)) {
        throw gap(from, first, answer);
      }
    }
    return questions;
  }

  private long first(int partition) {
    return PartitionBuffer.offset(left.get(partition).get(0));
  }

  private GapException gap(Position from, long first, OptionalLong answer) {
    return new GapException(
        topic
            + "-"
            + from.partition()
            + ": the ledger's next is "
            + from.offset()
            + ", the engine continued at "
            + first
            + ", and the log has "
            + (answer.isPresent() ? "record " + answer.getAsLong() : "no record")
            + " first; nothing was written. Start the engine again: it resumes from the ledger."
            + " If the log no longer holds those records, they are lost");
  }
}
