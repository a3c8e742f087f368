// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.sink;

import dev.sluice.lab.oracle.OracleTables;
import dev.sluice.model.Event;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a sink holds, in a form in which sinks of all kinds are compared: a text for each row, with
 * all of its columns in the order of {@code docs/contract/schema.sql}; without the columns that a
 * database adds.
 */
public record SinkTables(
    List<String> processed, List<String> late, List<String> deadLetters, List<String> ledger) {

  public SinkTables {
    processed = processed.stream().sorted().toList();
    late = late.stream().sorted().toList();
    deadLetters = deadLetters.stream().sorted().toList();
    ledger = ledger.stream().sorted().toList();
  }

  /** The text of a row; bytes as hexadecimal digits, null as {@code null}. */
  public static String line(Object... values) {
    return Arrays.stream(values)
        .map(value -> value instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : "" + value)
        .collect(Collectors.joining("|"));
  }

  /** The text of a ledger's row. */
  public static String ledgerLine(int partition, long first, long next, Map<String, Long> counts) {
    SortedMap<String, Long> sorted = new TreeMap<>(counts);
    sorted.values().removeIf(count -> count == 0);
    return line(partition, first, next, sorted);
  }

  /** The tables that the oracle computed. */
  static SinkTables of(OracleTables oracle) {
    return new SinkTables(
        oracle.processed().stream().map(SinkTables::processed).toList(),
        oracle.late().stream()
            .map(
                row ->
                    line(
                        row.position().partition(),
                        row.position().offset(),
                        "late",
                        row.identity(),
                        row.eventTimeMicros(),
                        row.latenessMicros(),
                        raw(row.raw())))
            .toList(),
        oracle.deadLetters().stream()
            .map(
                row ->
                    line(
                        row.position().partition(),
                        row.position().offset(),
                        row.reason().code(),
                        raw(row.raw())))
            .toList(),
        oracle.ledger().stream()
            .map(row -> ledgerLine(row.partition(), row.first(), row.next(), row.counts()))
            .toList());
  }

  private static String processed(OracleTables.ProcessedRow row) {
    Event event = row.event();
    return line(
        row.position().partition(),
        row.position().offset(),
        row.identity(),
        event.eventTimeMicros(),
        event.host(),
        event.url(),
        event.ip(),
        event.method(),
        event.status(),
        event.bytes(),
        event.referrer(),
        event.userAgent());
  }

  private static String raw(OracleTables.Raw raw) {
    return raw == null ? line(null, null, null) : line(raw.head(), raw.length(), raw.sha256());
  }
}
