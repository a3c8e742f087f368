// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.compare.report;

import static dev.sluice.lab.report.Numbers.number;

import dev.sluice.lab.oracle.OutcomeCounts;
import dev.sluice.lab.report.Block;
import dev.sluice.lab.report.Grid;
import dev.sluice.lab.report.Heading;
import dev.sluice.lab.report.Paragraph;
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

  /** The matrix, if there are several sinks; then a grid for each sink. */
  static List<Block> grids(CompareReport report) {
    if (report.sinks().size() == 1) {
      return List.of(grid(report, report.engines()));
    }
    List<Block> blocks = new ArrayList<>(List.of(matrix(report)));
    blocks.add(
        new Paragraph(
            "Whether the rows are the oracle's; the first commit after the start; events per second at"
                + " the drain."));
    for (String sink : report.sinks()) {
      blocks.add(new Heading("To " + sink));
      blocks.add(
          grid(
              report, report.engines().stream().filter(each -> each.sink().equals(sink)).toList()));
    }
    return blocks;
  }

  /** Engines by sinks: whether the rows are the oracle's, how soon, and at what rate. */
  static Grid matrix(CompareReport report) {
    boolean accepted = report.oracle().counts().accepted() > 0;
    List<String> heads = new ArrayList<>(List.of(""));
    report.sinks().forEach(sink -> heads.add("to " + sink));
    List<Grid.Row> rows = new ArrayList<>();
    for (String name : report.names()) {
      List<Grid.Cell> cells = new ArrayList<>(List.of(Grid.Cell.of(name)));
      for (String sink : report.sinks()) {
        cells.add(
            report.engines().stream()
                .filter(each -> each.name().equals(name) && each.sink().equals(sink))
                .findFirst()
                .map(each -> Grid.Cell.of(cell(each, accepted), tone(each, accepted)))
                .orElse(Grid.Cell.of(NONE)));
      }
      rows.add(new Grid.Row(cells, true, false));
    }
    return new Grid(heads, rows);
  }

  private static String cell(EngineResult run, boolean accepted) {
    return run.isIdentical() && accepted
        ? "identical, %s, %s/s".formatted(startup(run.measures()), throughput(run.measures()))
        : identical(run, accepted);
  }

  /** What engines found, beside what the oracle found; then what it cost. */
  private static Grid grid(CompareReport report, List<EngineResult> engines) {
    List<String> heads = new ArrayList<>(List.of("", "oracle"));
    engines.forEach(engine -> heads.add(engine.name()));
    Rows rows = new Rows(engines);
    OutcomeCounts oracle = report.oracle().counts();
    boolean accepted = oracle.accepted() > 0;
    return new Grid(
        heads,
        List.of(
            rows.text("execution", "single thread", EngineResult::execution),
            rows.text("version", NONE, EngineResult::version),
            rows.count("records seen", "R9", oracle, OutcomeCounts::seen),
            rows.count("accepted", "R3", oracle, OutcomeCounts::accepted),
            rows.count("filtered", "R3", oracle, OutcomeCounts::filtered),
            rows.count("late", "R4", oracle, OutcomeCounts::late),
            rows.count("malformed", "R8", oracle, OutcomeCounts::malformed),
            rows.count("duplicates", "R7", oracle, OutcomeCounts::duplicates),
            rows.identical(accepted),
            apart(rows.text("first commit after", NONE, e -> startup(e.measures()))),
            rows.text("events/s at drain", NONE, e -> throughput(e.measures())),
            rows.text("CPU seconds", NONE, e -> cpu(e.measures())),
            rows.text("peak memory", NONE, e -> memory(e.measures())),
            rows.text("adapter lines", NONE, Figures::adapterLines)));
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

  /** The rows of a grid with a column for each run. */
  private record Rows(List<EngineResult> engines) {

    Grid.Row identical(boolean accepted) {
      Grid.Row row =
          row(
              "identical to oracle",
              "R11",
              NONE,
              e -> Grid.Cell.of(Figures.identical(e, accepted), tone(e, accepted)));
      return new Grid.Row(row.cells(), true, false);
    }

    Grid.Row count(
        String label, String rule, OutcomeCounts oracle, ToLongFunction<OutcomeCounts> count) {
      return row(
          label,
          rule,
          number(count.applyAsLong(oracle)),
          e -> Grid.Cell.of(e.counts() == null ? NONE : number(count.applyAsLong(e.counts()))));
    }

    Grid.Row text(String label, String oracle, Function<EngineResult, String> cell) {
      return row(label, "", oracle, engine -> Grid.Cell.of(cell.apply(engine)));
    }

    private Grid.Row row(
        String label, String rule, String oracle, Function<EngineResult, Grid.Cell> cell) {
      List<Grid.Cell> cells = new ArrayList<>();
      cells.add(new Grid.Cell(label, Tone.PLAIN, rule));
      cells.add(Grid.Cell.of(oracle, Tone.SOFT));
      engines.forEach(engine -> cells.add(cell.apply(engine)));
      return Grid.Row.of(cells);
    }
  }

  private Figures() {}
}
