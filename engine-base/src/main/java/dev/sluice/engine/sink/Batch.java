// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.sink;

import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.engine.ledger.Counts;
import dev.sluice.engine.ledger.LedgerRow;
import dev.sluice.model.Outcome;
import dev.sluice.model.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The rows and the new ledger rows for some records: a pure function of the records and the current
 * ledger rows, without I/O. Valid only until the ledger changes. Not thread-safe.
 */
public final class Batch {

  /** What one partition's records, at or above {@code next}, add to its ledger row. */
  private static final class Share {
    private final LedgerRow row;
    private final long next;
    private long accepted;
    private long late;
    private long refused;

    /** Filtered and malformed ones, of which there are few kinds. */
    private final Map<Outcome, long[]> others = new HashMap<>();

    Share(LedgerRow row, long next) {
      this.row = row;
      this.next = next;
    }

    /** Counts one record; returns how many this batch has of its outcome. */
    long count(Outcome outcome) {
      return ++others.computeIfAbsent(outcome, first -> new long[1])[0];
    }

    LedgerRow moved() {
      Map<String, Long> counts = new HashMap<>();
      counts.put(Counts.ACCEPTED, accepted);
      counts.put(Counts.LATE, late);
      counts.put(Counts.REFUSED, refused);
      others.forEach((outcome, count) -> counts.put(Counts.key(outcome), count[0]));
      return new LedgerRow(
          row.partition(), row.first(), next, row.counts().plus(Counts.of(counts)));
    }
  }

  private final String topic;
  private final long deadLettersPerReason;
  private final SortedMap<Integer, LedgerRow> assumed;
  private final SortedMap<Integer, Share> shares = new TreeMap<>();
  private final List<Row.Processed> processed = new ArrayList<>();
  private final List<Row.LateEvent> late = new ArrayList<>();
  private final List<Row.DeadLetter> deadLetters = new ArrayList<>();

  /**
   * Sorts the records into rows and counts.
   *
   * @param deadLettersPerReason how many dead letters are kept per partition and reason (R8)
   * @param records at least one by partition, in offset order, at or above the ledger's {@code
   *     next}
   * @param assumed the ledger's rows of these partitions, and maybe of others
   */
  public Batch(
      String topic,
      long deadLettersPerReason,
      SortedMap<Integer, List<DecidedRecord>> records,
      SortedMap<Integer, LedgerRow> assumed) {
    this.topic = topic;
    this.deadLettersPerReason = deadLettersPerReason;
    this.assumed = assumed;
    records.forEach((partition, more) -> take(more, assumed.get(partition)));
  }

  private void take(List<DecidedRecord> records, LedgerRow row) {
    Position last = records.get(records.size() - 1).record().position();
    Share share = new Share(row, last.offset() + 1);
    shares.put(row.partition(), share);
    for (DecidedRecord decision : records) {
      Outcome outcome = decision.outcome();
      if (outcome instanceof Outcome.Accepted) {
        share.accepted++;
        processed.add(Row.Processed.of(topic, decision));
      } else if (outcome instanceof Outcome.Late) {
        share.late++;
        late.add(Row.LateEvent.of(topic, decision));
      } else {
        long count = share.count(outcome);
        if (outcome instanceof Outcome.Malformed
            && isKept(row.counts().get(Counts.key(outcome)) + count)) {
          deadLetters.add(Row.DeadLetter.of(decision));
        }
      }
    }
  }

  /** Whether a dead letter is among the first of its partition and reason (R8). */
  private boolean isKept(long ordinal) {
    return ordinal <= deadLettersPerReason;
  }

  /** How many rows there are to write, without the ledger's. */
  public int rows() {
    return processed.size() + late.size() + deadLetters.size();
  }

  /** The ledger's rows that this batch assumes. */
  public SortedMap<Integer, LedgerRow> assumed() {
    return assumed;
  }

  /** The rows of accepted events, in the order of their positions. */
  public List<Row.Processed> processed() {
    return processed;
  }

  /**
   * The same in key order, for a sink with an index: two writers then lock in the same order, and
   * neighbours in the index are written together.
   */
  public List<Row.Processed> processedByKey() {
    List<Row.Processed> sorted = new ArrayList<>(processed);
    sorted.sort(Row.Processed.BY_KEY);
    return sorted;
  }

  public List<Row.LateEvent> late() {
    return late;
  }

  /** The dead letters of malformed records that are kept. */
  public List<Row.DeadLetter> deadLetters() {
    return deadLetters;
  }

  /**
   * Counts records as refused instead of under their outcome (R13).
   *
   * @param refused accepted and late ones, in position order
   * @return the dead letters of those that are kept
   */
  public List<Row.DeadLetter> divert(List<DecidedRecord> refused) {
    List<Row.DeadLetter> kept = new ArrayList<>();
    for (DecidedRecord decision : refused) {
      Share share = shares.get(decision.record().position().partition());
      if (decision.outcome() instanceof Outcome.Accepted) {
        share.accepted--;
      } else {
        share.late--;
      }
      share.refused++;
      if (isKept(share.row.counts().refused() + share.refused)) {
        kept.add(Row.DeadLetter.refused(decision));
      }
    }
    return kept;
  }

  /** The ledger's rows after this batch; only those that change. */
  public List<LedgerRow> moved() {
    return shares.values().stream().map(Share::moved).toList();
  }
}
