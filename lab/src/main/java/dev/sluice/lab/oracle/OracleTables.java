// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.oracle;

import dev.sluice.model.Event;
import dev.sluice.model.Position;
import dev.sluice.model.Reason;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the four tables must hold after the topic was read once (R7 to R9).
 *
 * @param processed by identity's position: partition, then offset
 * @param late by position
 * @param deadLetters by position
 * @param ledger by partition; every partition has a row, an empty one too
 * @param counts over all partitions
 */
public record OracleTables(
    List<ProcessedRow> processed,
    List<LateRow> late,
    List<DeadLetterRow> deadLetters,
    List<LedgerRow> ledger,
    OutcomeCounts counts) {

  public OracleTables {
    processed = List.copyOf(processed);
    late = List.copyOf(late);
    deadLetters = List.copyOf(deadLetters);
    ledger = List.copyOf(ledger);
    Objects.requireNonNull(counts, "counts");
  }

  /** A row of {@code processed_events}. */
  public record ProcessedRow(String identity, Position position, Event event) {}

  /** A row of {@code late_events}. */
  public record LateRow(
      Position position, String identity, long eventTimeMicros, long latenessMicros, Raw raw) {}

  /**
   * A row of {@code dead_letters}.
   *
   * @param raw null if the record has no value
   */
  public record DeadLetterRow(Position position, Reason reason, Raw raw) {}

  /**
   * A row of {@code ledger}.
   *
   * @param counts by the ledger's keys, without zeros
   */
  public record LedgerRow(
      String topic, int partition, long first, long next, SortedMap<String, Long> counts) {
    public LedgerRow {
      counts = Collections.unmodifiableSortedMap(new TreeMap<>(counts));
    }
  }

  /**
   * What is kept of a record's value (R8). Equal when the bytes are.
   *
   * @param head the leading bytes; must not be changed
   * @param length of the whole value, in bytes
   * @param sha256 of the whole value; must not be changed
   */
  @SuppressWarnings("ArrayRecordComponent") // read-only by contract, compared by content below
  public record Raw(byte[] head, int length, byte[] sha256) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Raw raw
          && length == raw.length
          && Arrays.equals(head, raw.head)
          && Arrays.equals(sha256, raw.sha256);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(sha256);
    }
  }
}
