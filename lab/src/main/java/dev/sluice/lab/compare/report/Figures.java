// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.compare.report;

import static dev.sluice.lab.report.Numbers.number;

import dev.sluice.lab.oracle.OutcomeCounts;
import dev.sluice.lab.report.Grid;
import dev.sluice.lab.report.Tone;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The table, and the formats of its figures. */
final class Figures {

  /** Shown where a figure is not known. */
  static final String NONE = Grid.UNKNOWN;

  private static final double KIBI = 1024;

  /** What every engine found, beside what the oracle found; then what it cost. */
  static Grid grid(CompareReport report) {
    List<String> heads = new ArrayList<>(List.of("", "oracle"));
    report.engines().forEach(engine -> heads.add(engine.name()));
    OutcomeCounts oracle = report.oracle().counts();
    boolean accepted = oracle.accepted() > 0;
    return new Grid(
        heads,
        List.of(
            text(report, "execution", "single thread", EngineResult::execution),
            text(report, "version", NONE, EngineResult::version),
            count(report, "records seen", "R9", OutcomeCounts::seen),
            count(report, "accepted", "R3", OutcomeCounts::accepted),
            count(report, "filtered", "R3", OutcomeCounts::filtered),
            count(report, "late", "R4", OutcomeCounts::late),
            count(report, "malformed", "R8", OutcomeCounts::malformed),
            count(report, "duplicates", "R7", OutcomeCounts::duplicates),
            identical(report, accepted),
            apart(text(report, "first commit after", NONE, e -> startup(e.measures()))),
            text(report, "events/s at drain", NONE, e -> throughput(e.measures())),
            text(report, "CPU seconds", NONE, e -> cpu(e.measures())),
            text(report, "peak memory", NONE, e -> memory(e.measures())),
            text(report, "adapter lines", NONE, Figures::adapterLines)));
  }

  private static Grid.Row identical(CompareReport report, boolean accepted) {
    Grid.Row row =
        row(
            report,
            "identical to oracle",
            "R11",
            NONE,
            e -> Grid.Cell.of(identical(e, accepted), tone(e, accepted)));
    return new Grid.Row(row.cells(), true, false);
  }

  private static Tone tone(EngineResult engine, boolean accepted) {
    return !engine.isIdentical() ? Tone.BAD : accepted ? Tone.GOOD : Tone.PLAIN;
  }

  private static Grid.Row apart(Grid.Row row) {
    return new Grid.Row(row.cells(), false, true);
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

  private static Grid.Row count(
      CompareReport report, String label, String rule, ToLongFunction<OutcomeCounts> count) {
    return row(
        report,
        label,
        rule,
        number(count.applyAsLong(report.oracle().counts())),
        e -> Grid.Cell.of(e.counts() == null ? NONE : number(count.applyAsLong(e.counts()))));
  }

  private static Grid.Row text(
      CompareReport report, String label, String oracle, Function<EngineResult, String> cell) {
    return row(report, label, "", oracle, engine -> Grid.Cell.of(cell.apply(engine)));
  }

  private static Grid.Row row(
      CompareReport report,
      String label,
      String rule,
      String oracle,
      Function<EngineResult, Grid.Cell> cell) {
    List<Grid.Cell> cells = new ArrayList<>();
    cells.add(new Grid.Cell(label, Tone.PLAIN, rule));
    cells.add(Grid.Cell.of(oracle, Tone.SOFT));
    report.engines().forEach(engine -> cells.add(cell.apply(engine)));
    return Grid.Row.of(cells);
  }

  private Figures() {}
}
