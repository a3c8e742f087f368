// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.compare;

import dev.sluice.lab.oracle.OracleTables;
import dev.sluice.lab.oracle.OracleTables.DeadLetterRow;
import dev.sluice.lab.oracle.OracleTables.LateRow;
import dev.sluice.lab.oracle.OracleTables.LedgerRow;
import dev.sluice.lab.oracle.OracleTables.ProcessedRow;
import dev.sluice.lab.oracle.OracleTables.Raw;
import dev.sluice.lab.oracle.OutcomeCounts;
import dev.sluice.model.Event;
import dev.sluice.model.Position;
import dev.sluice.model.Reason;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A few rows of every table, at the edges of what the columns hold. */
final class SmallTables {

  /** 0001-01-01T00:00:00.000001Z. */
  private static final long FIRST_MICRO = -62_135_596_799_999_999L;

  /** 9999-12-31T23:59:59.999999Z. */
  private static final long LAST_MICRO = 253_402_300_799_999_999L;

  static OracleTables tables() {
    return new OracleTables(
        List.of(
            new ProcessedRow(
                "e:a",
                new Position(0, 0),
                new Event("a", FIRST_MICRO, "h", "/a", null, null, null, null, "ref", "ua")),
            new ProcessedRow(
                "e:é",
                new Position(1, Long.MAX_VALUE),
                new Event(
                    "é", LAST_MICRO, "h", "/\\'\"", "::1", "GET", 200, 1L << 40, null, null))),
        List.of(new LateRow(new Position(0, 1), "e:l", 1_000_000, 16_000_001, raw("la", 1))),
        List.of(
            new DeadLetterRow(new Position(0, 2), Reason.NOT_JSON, raw("{", 2)),
            new DeadLetterRow(new Position(0, 3), Reason.NULL_VALUE, null)),
        List.of(
            new LedgerRow(
                "t",
                0,
                0,
                4,
                new TreeMap<>(
                    Map.of(
                        "accepted", 1L,
                        "late", 1L,
                        "malformed:not_json", 1L,
                        "malformed:null_value", 1L))),
            new LedgerRow("t", 1, 0, 9, new TreeMap<>(Map.of("accepted", 1L, "filtered:bots", 2L))),
            new LedgerRow("t", 2, 5, 5, new TreeMap<>())),
        new OutcomeCounts(
            new TreeMap<>(
                Map.of(
                    "accepted", 2L,
                    "late", 1L,
                    "malformed:not_json", 1L,
                    "malformed:null_value", 1L,
                    "filtered:bots", 2L)),
            2));
  }

  private static Raw raw(String text, int hash) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return new Raw(bytes, bytes.length, new byte[] {(byte) hash});
  }

  private SmallTables() {}
}
