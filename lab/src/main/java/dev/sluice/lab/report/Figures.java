// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report;

import dev.sluice.lab.oracle.OutcomeCounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The table's rows and the formats of numbers, for both console and page. */
final class Figures {

  /** Shown where a figure is not known. */
  static final String NONE = "–";

  private static final double KIBI = 1024;

  /**
   * One row of the table.
   *
   * @param label the row's heading
   * @param rule the contract's rule behind it, or an empty text
   * @param oracle the oracle's cell, {@link #NONE} if it has none
   * @param engines one cell per engine
   */
  record Row(String label, String rule, String oracle, List<String> engines) {}

  /** What every engine found, then what it cost. */
  record Groups(List<Row> found, List<Row> cost) {}

  static Groups of(CompareReport report) {
    List<Row> found = new ArrayList<>();
    OutcomeCounts oracle = report.oracle().counts();
    found.add(text(report, "execution", "single thread", EngineResult::execution));
    found.add(text(report, "version", NONE, EngineResult::version));
    found.add(count(report, oracle, "records seen", "R9", OutcomeCounts::seen));
    found.add(count(report, oracle, "accepted", "R3", OutcomeCounts::accepted));
    found.add(count(report, oracle, "filtered", "R3", OutcomeCounts::filtered));
    found.add(count(report, oracle, "late", "R4", OutcomeCounts::late));
    found.add(count(report, oracle, "malformed", "R8", OutcomeCounts::malformed));
    found.add(count(report, oracle, "duplicates", "R7", OutcomeCounts::duplicates));
    found.add(
        row(report, "identical to oracle", "R11", NONE, e -> identical(e, oracle.accepted() > 0)));
    return new Groups(
        found,
        List.of(
            text(report, "first commit after", NONE, e -> startup(e.measures())),
            text(report, "events/s at drain", NONE, e -> throughput(e.measures())),
            text(report, "CPU seconds", NONE, e -> cpu(e.measures())),
            text(report, "peak memory", NONE, e -> memory(e.measures())),
            text(report, "adapter lines", NONE, Figures::adapterLines)));
  }

  /** The result of the comparison with the oracle; it proves nothing if no record was accepted. */
  static String identical(EngineResult engine, boolean accepted) {
    if (engine.failure() != null) {
      return "FAILED";
    }
    if (engine.againstOracle() == null) {
      return "not compared";
    }
    if (!engine.isIdentical()) {
      return "no: " + rows(engine.againstOracle().differing());
    }
    if (!accepted) {
      return "nothing";
    }
    return engine.isLedgerCompared() ? "yes" : "yes, rows only";
  }

  static String startup(EngineResult.Measures measures) {
    Long millis = measures.startToFirstCommitMillis();
    return millis == null ? NONE : decimal(millis / 1000.0) + " s";
  }

  static String throughput(EngineResult.Measures measures) {
    Double rate = measures.eventsPerSecond();
    return rate == null ? NONE : number(Math.round(rate));
  }

  static String cpu(EngineResult.Measures measures) {
    Double seconds = measures.cpuSeconds();
    return seconds == null ? NONE : decimal(seconds);
  }

  static String memory(EngineResult.Measures measures) {
    Long bytes = measures.peakMemoryBytes();
    return bytes == null ? NONE : bytes(bytes);
  }

  static String adapterLines(EngineResult engine) {
    return engine.adapterLines() == null ? NONE : number(engine.adapterLines());
  }

  /** With thousands separators, the same in every locale. */
  static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  static String decimal(double number) {
    return String.format(Locale.ROOT, "%,.1f", number);
  }

  static String rows(long rows) {
    return number(rows) + (rows == 1 ? " row" : " rows");
  }

  /** In MiB, or in GiB from 10 GiB on. */
  static String bytes(long bytes) {
    double mebi = bytes / KIBI / KIBI;
    return mebi < 10 * KIBI ? number(Math.round(mebi)) + " MiB" : decimal(mebi / KIBI) + " GiB";
  }

  /** Microseconds in the largest unit that keeps the number whole. */
  static String micros(long micros) {
    if (micros % 1_000_000 == 0) {
      return number(micros / 1_000_000) + " s";
    }
    return micros % 1_000 == 0 ? number(micros / 1_000) + " ms" : number(micros) + " µs";
  }

  static String percent(long part, long whole) {
    return whole == 0 ? NONE : String.format(Locale.ROOT, "%.1f\u00a0%%", 100.0 * part / whole);
  }

  private static Row count(
      CompareReport report,
      OutcomeCounts oracle,
      String label,
      String rule,
      ToLongFunction<OutcomeCounts> count) {
    return row(
        report,
        label,
        rule,
        number(count.applyAsLong(oracle)),
        e -> e.counts() == null ? NONE : number(count.applyAsLong(e.counts())));
  }

  private static Row text(
      CompareReport report, String label, String oracle, Function<EngineResult, String> cell) {
    return row(report, label, "", oracle, cell);
  }

  private static Row row(
      CompareReport report,
      String label,
      String rule,
      String oracle,
      Function<EngineResult, String> cell) {
    return new Row(label, rule, oracle, report.engines().stream().map(cell).toList());
  }

  private Figures() {}
}
