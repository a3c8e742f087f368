// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.oracle;

import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.lab.oracle.OracleTables.DeadLetterRow;
import dev.sluice.lab.oracle.OracleTables.LateRow;
import dev.sluice.lab.oracle.OracleTables.LedgerRow;
import dev.sluice.lab.oracle.OracleTables.ProcessedRow;
import dev.sluice.lab.oracle.OracleTables.Raw;
import dev.sluice.model.Limits;
import dev.sluice.model.LogRecord;
import dev.sluice.model.Outcome;
import dev.sluice.model.Position;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Builds the tables in memory, one record after the other. It checks what the engines write, so it
 * shares the decision with them but no code that writes. Not thread-safe.
 */
public final class OracleFold {

  private final String topic;
  private final Function<LogRecord, DecidedRecord> decider;
  private final long deadLettersPerReason;
  private final OutcomeListener listener;
  private final Consumer<ProcessedRow> rows;

  private final SortedMap<Integer, Partition> partitions = new TreeMap<>();
  private final Map<String, ProcessedRow> processed = new HashMap<>();
  private final List<LateRow> late = new ArrayList<>();
  private final List<DeadLetterRow> deadLetters = new ArrayList<>();
  private final MessageDigest sha256;

  /**
   * Starts a fold.
   *
   * @param starts by partition, the first offset to count; each of them gets a ledger row
   * @param decider the decision on one record, such as {@code Decider::decide}
   * @param deadLettersPerReason how many dead letters are kept per partition and reason (R8)
   */
  public OracleFold(
      String topic,
      Map<Integer, Long> starts,
      Function<LogRecord, DecidedRecord> decider,
      long deadLettersPerReason,
      OutcomeListener listener) {
    this(topic, starts, decider, deadLettersPerReason, listener, null);
  }

  /**
   * Starts a fold that passes on the row of every accepted event and keeps and counts none: for
   * more rows than memory holds. If records are added in the order of their positions, the first
   * row of an identity is the one to keep (R7).
   *
   * @param rows null to keep them
   */
  OracleFold(
      String topic,
      Map<Integer, Long> starts,
      Function<LogRecord, DecidedRecord> decider,
      long deadLettersPerReason,
      OutcomeListener listener,
      Consumer<ProcessedRow> rows) {
    this.topic = Objects.requireNonNull(topic, "topic");
    this.decider = Objects.requireNonNull(decider, "decider");
    this.deadLettersPerReason = deadLettersPerReason;
    this.listener = Objects.requireNonNull(listener, "listener");
    this.rows = rows == null ? this::keep : rows;
    starts.forEach((partition, start) -> partitions.put(partition, new Partition(start)));
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Adds the next record of its partition; partitions may come in any order.
   *
   * @throws IllegalArgumentException if the record's partition has no start, or if its offset is
   *     below the start or not above that of the partition's last record
   */
  public void add(LogRecord record) {
    Position position = record.position();
    Partition partition = partitions.get(position.partition());
    if (partition == null || position.offset() < partition.next) {
      throw new IllegalArgumentException(
          "record at %s-%s offset %s: cannot be added; %s"
              .formatted(
                  topic,
                  position.partition(),
                  position.offset(),
                  partition == null
                      ? "the fold has no such partition"
                      : "the fold is at offset " + partition.next));
    }
    Outcome outcome = decider.apply(record).outcome();
    partition.next = position.offset() + 1;
    long count = partition.counts.merge(OutcomeCounts.key(outcome), 1L, Long::sum);
    if (outcome instanceof Outcome.Accepted accepted) {
      String identity = accepted.event().identity(topic, position);
      rows.accept(new ProcessedRow(identity, position, accepted.event()));
    } else if (outcome instanceof Outcome.Late tooLate) {
      late.add(
          new LateRow(
              position,
              tooLate.event().identity(topic, position),
              tooLate.event().eventTimeMicros(),
              tooLate.latenessMicros(),
              raw(record.value())));
    } else if (outcome instanceof Outcome.Malformed malformed && count <= deadLettersPerReason) {
      deadLetters.add(new DeadLetterRow(position, malformed.reason(), raw(record.value())));
    }
    listener.decided(record, outcome);
  }

  private void keep(ProcessedRow row) {
    processed.merge(
        row.identity(),
        row,
        (one, other) -> one.position().compareTo(other.position()) <= 0 ? one : other);
  }

  /** The tables after the records added so far. */
  public OracleTables result() {
    SortedMap<String, Long> counts = new TreeMap<>();
    List<LedgerRow> ledger = new ArrayList<>();
    partitions.forEach(
        (number, partition) -> {
          partition.counts.forEach((key, count) -> counts.merge(key, count, Long::sum));
          ledger.add(
              new LedgerRow(topic, number, partition.first, partition.next, partition.counts));
        });
    return new OracleTables(
        sorted(processed.values().stream().toList(), ProcessedRow::position),
        sorted(late, LateRow::position),
        sorted(deadLetters, DeadLetterRow::position),
        ledger,
        new OutcomeCounts(counts, processed.size()));
  }

  private Raw raw(byte[] value) {
    return value == null
        ? null
        : new Raw(
            Arrays.copyOf(value, Math.min(value.length, Limits.KEPT_BYTES)),
            value.length,
            sha256.digest(value));
  }

  private static <R> List<R> sorted(List<R> rows, Function<R, Position> position) {
    return rows.stream().sorted(Comparator.comparing(position)).toList();
  }

  private static final class Partition {
    private final long first;
    private long next;
    private final SortedMap<String, Long> counts = new TreeMap<>();

    private Partition(long start) {
      first = start;
      next = start;
    }
  }
}
