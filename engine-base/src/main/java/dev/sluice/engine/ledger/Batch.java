// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.ledger;

import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.model.Outcome;
import dev.sluice.model.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The rows and the new ledger rows for some records: a pure function of the records and the current
 * ledger rows, without I/O. Valid only until the ledger changes.
 */
final class Batch {

  /** One partition's records at or above {@code next}, and their counts. */
  private record Share(LedgerRow row, List<DecidedRecord> records, Map<String, Long> tally) {

    long first() {
      return PartitionBuffer.offset(records.get(0));
    }

    void count(String key, long more) {
      tally.merge(key, more, Long::sum);
    }

    /** How many of the partition's records have this key, in the ledger and in this batch. */
    long counted(String key) {
      return row.counts().get(key) + tally.getOrDefault(key, 0L);
    }

    LedgerRow moved() {
      long next = PartitionBuffer.offset(records.get(records.size() - 1)) + 1;
      return new LedgerRow(row.partition(), row.first(), next, row.counts().plus(Counts.of(tally)));
    }
  }

  private final WriterSettings settings;
  private final SortedMap<Integer, LedgerRow> assumed;
  private final SortedMap<Integer, Share> shares = new TreeMap<>();
  private final Set<Position> unproven = new TreeSet<>();
  private final List<Row.Processed> processed = new ArrayList<>();
  private final List<Row.LateEvent> late = new ArrayList<>();
  private final List<Row.DeadLetter> deadLetters = new ArrayList<>();

  /**
   * Sorts the records into rows and counts.
   *
   * @param buffers by partition, in offset order
   * @param assumed the ledger's rows of the same partitions
   */
  Batch(
      WriterSettings settings,
      SortedMap<Integer, PartitionBuffer> buffers,
      SortedMap<Integer, LedgerRow> assumed) {
    this.settings = settings;
    this.assumed = assumed;
    buffers.forEach((partition, buffer) -> take(buffer, assumed.get(partition)));
    processed.sort(Row.Processed.BY_KEY);
  }

  private void take(PartitionBuffer buffer, LedgerRow row) {
    List<DecidedRecord> records = buffer.from(row.next());
    if (records.isEmpty()) {
      return;
    }
    Share share = new Share(row, records, new HashMap<>());
    shares.put(row.partition(), share);
    if (share.first() > row.next() && !buffer.wrote(row)) {
      unproven.add(new Position(row.partition(), row.next()));
    }
    for (DecidedRecord decision : records) {
      Outcome outcome = decision.outcome();
      String key = Counts.key(outcome);
      share.count(key, 1);
      if (outcome instanceof Outcome.Accepted) {
        processed.add(Row.Processed.of(settings.topic(), decision));
      } else if (outcome instanceof Outcome.Late) {
        late.add(Row.LateEvent.of(settings.topic(), decision));
      } else if (outcome instanceof Outcome.Malformed && isKept(share.counted(key))) {
        deadLetters.add(Row.DeadLetter.of(decision));
      }
    }
  }

  /** Whether a dead letter is among the first of its partition and reason (R8). */
  private boolean isKept(long ordinal) {
    return ordinal <= settings.deadLettersPerReason();
  }

  /**
   * Checks that every partition's records continue from the ledger without a gap (R9).
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
      long first = shares.get(from.partition()).first();
      if (!questions.contains(from) && (answer.isEmpty() || answer.getAsLong() != first)) {
        throw gap(from, first, answer);
      }
    }
    return questions;
  }

  private GapException gap(Position from, long first, OptionalLong answer) {
    return new GapException(
        settings.topic()
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

  /** Whether the ledger already has all of the records. */
  boolean isEmpty() {
    return shares.isEmpty();
  }

  /** How many rows there are to write, without the ledger's. */
  int rows() {
    return processed.size() + late.size() + deadLetters.size();
  }

  /** The ledger's rows that this batch assumes. */
  SortedMap<Integer, LedgerRow> assumed() {
    return assumed;
  }

  /**
   * The rows of accepted events, in key order: two writers then lock in the same order, and
   * neighbours in the index are written together.
   */
  List<Row.Processed> processed() {
    return processed;
  }

  List<Row.LateEvent> late() {
    return late;
  }

  /** The dead letters of malformed records that are kept. */
  List<Row.DeadLetter> deadLetters() {
    return deadLetters;
  }

  /**
   * Counts records as refused instead of under their outcome (R13).
   *
   * @param refused in position order
   * @return the dead letters of those that are kept
   */
  List<Row.DeadLetter> divert(List<DecidedRecord> refused) {
    List<Row.DeadLetter> kept = new ArrayList<>();
    for (DecidedRecord decision : refused) {
      Share share = shares.get(decision.record().position().partition());
      share.count(Counts.key(decision.outcome()), -1);
      share.count(Counts.REFUSED, 1);
      if (isKept(share.counted(Counts.REFUSED))) {
        kept.add(Row.DeadLetter.refused(decision));
      }
    }
    return kept;
  }

  /** The ledger's rows after this batch; only those that change. */
  List<LedgerRow> moved() {
    return shares.values().stream().map(Share::moved).toList();
  }
}
