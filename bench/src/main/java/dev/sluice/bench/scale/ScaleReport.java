// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.scale;

import static dev.sluice.lab.report.Numbers.number;

import dev.sluice.bench.measure.Figure;
import dev.sluice.bench.report.Findings;
import dev.sluice.lab.report.Block;
import dev.sluice.lab.report.Chapter;
import dev.sluice.lab.report.Grid;
import dev.sluice.lab.report.Paragraph;
import dev.sluice.lab.report.chart.LineChart;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Turns the drains along the axes into findings. A drain counts only if its output equals the
 * oracle's.
 */
final class ScaleReport {

  /** The highest ratio of two points that is still called flat. */
  private static final double FLAT = 1.10;

  private final ScalePlan plan;
  private final List<String> contestants;
  private final List<ScaleCell> cells;

  /**
   * @param contestants by name, in the order of the tables
   */
  ScaleReport(ScalePlan plan, List<String> contestants, List<ScaleCell> cells) {
    this.plan = plan;
    this.contestants = List.copyOf(contestants);
    this.cells = List.copyOf(cells);
  }

  Findings findings(String section) {
    List<Chapter> chapters = new ArrayList<>();
    for (Axis axis : Axis.values()) {
      chapters.add(new Chapter(axis.title(), blocks(axis)));
    }
    return new Findings(section, chapters, cells, headlines(), voids());
  }

  private List<Block> blocks(Axis axis) {
    List<Block> blocks = new ArrayList<>();
    blocks.add(new Paragraph(how(axis)));
    blocks.add(grid(axis, "total CPU, µs/event", ScaleCell::cost, "%.1f"));
    if (axis == Axis.SIZE) {
      blocks.add(furtherEvents());
    }
    blocks.add(grid(axis, "events/s", cell -> cell.figures().get(Figure.DRAIN_RATE), "%,.0f"));
    blocks.add(grid(axis, "peak MiB", cell -> cell.figures().get(Figure.MEMORY), "%,.0f"));
    blocks.add(new Paragraph(verdict(axis)));
    blocks.add(chart(axis));
    return blocks;
  }

  private String how(Axis axis) {
    Setting middle = plan.middle();
    String rest =
        switch (axis) {
          case SIZE ->
              "%d partitions and the default rules. Each drain includes the start of the process; the more"
                      .formatted(middle.partitions())
                  + " events there are, the smaller its share per event.";
          case PARTITIONS ->
              String.format(Locale.ROOT, "%,d events and the default rules.", middle.events());
          case PASS_RATE ->
              String.format(
                  Locale.ROOT,
                  "%,d events: the same traffic, with rules that drop more or less of it.",
                  middle.events());
          case RULES ->
              String.format(
                      Locale.ROOT,
                      "%,d events. The default rules come after a rule that lists words for the user agent and one that",
                      middle.events())
                  + " lists ranges for the address. What these list does not occur, so the outcome stays the same."
                  + " Their cost does not depend on the engine, so only the baseline is measured.";
        };
    return "Each contestant drains once, with "
        + rest
        + " Processor time is the sum of the contestant's, Postgres' and the broker's.";
  }

  private Grid grid(Axis axis, String what, ToDoubleFunction<ScaleCell> value, String format) {
    List<String> heads = new ArrayList<>(List.of(what));
    List<Setting> settings = plan.settings(axis);
    for (Setting setting : settings) {
      heads.add(head(axis, setting));
    }
    heads.add("most ÷ least");
    List<List<String>> rows = new ArrayList<>();
    for (String contestant : measuredWith(settings)) {
      List<String> row = new ArrayList<>(List.of(contestant));
      for (Setting setting : settings) {
        row.add(
            cell(setting, contestant)
                .map(cell -> show(format, value.applyAsDouble(cell)))
                .orElse(Grid.UNKNOWN));
      }
      row.add(
          factor(axis, contestant, value).map(found -> show("%.2f", found)).orElse(Grid.UNKNOWN));
      rows.add(row);
    }
    return Grid.of(heads, rows);
  }

  /** The contestants with a result in these settings, whether it counts or not. */
  private List<String> measuredWith(List<Setting> settings) {
    return contestants.stream()
        .filter(
            name ->
                cells.stream()
                    .anyMatch(
                        cell ->
                            cell.contestant().equals(name) && settings.contains(cell.setting())))
        .toList();
  }

  private String head(Axis axis, Setting setting) {
    return cells.stream()
        .filter(cell -> cell.setting().equals(setting))
        .findFirst()
        .map(cell -> axis.show(axis.at(cell)) + " " + axis.unit())
        .orElse(Grid.UNKNOWN);
  }

  /** The cost of the additional events between two sizes, which excludes the start. */
  private Grid furtherEvents() {
    List<Setting> settings = plan.settings(Axis.SIZE);
    List<String> heads = new ArrayList<>(List.of("per additional event, µs"));
    for (int i = 1; i < settings.size(); i++) {
      heads.add(head(Axis.SIZE, settings.get(i - 1)) + " to " + head(Axis.SIZE, settings.get(i)));
    }
    List<List<String>> rows = new ArrayList<>();
    for (String contestant : contestants) {
      List<String> row = new ArrayList<>(List.of(contestant));
      for (int i = 1; i < settings.size(); i++) {
        Optional<ScaleCell> less = cell(settings.get(i - 1), contestant);
        Optional<ScaleCell> more = cell(settings.get(i), contestant);
        row.add(
            less.isPresent() && more.isPresent()
                ? show("%.1f", further(less.get(), more.get()))
                : Grid.UNKNOWN);
      }
      rows.add(row);
    }
    return Grid.of(heads, rows);
  }

  private static double further(ScaleCell less, ScaleCell more) {
    return (more.cpuSeconds() - less.cpuSeconds())
        * 1e6
        / (more.setting().events() - less.setting().events());
  }

  /** The greatest value along an axis divided by the least; empty with fewer than two. */
  private Optional<Double> factor(Axis axis, String contestant, ToDoubleFunction<ScaleCell> value) {
    double[] values = along(axis, contestant).stream().mapToDouble(value).sorted().toArray();
    return values.length < 2
        ? Optional.empty()
        : Optional.of(values[values.length - 1] / values[0]);
  }

  private String verdict(Axis axis) {
    List<String> texts = new ArrayList<>();
    for (String contestant : contestants) {
      factor(axis, contestant, ScaleCell::cost)
          .ifPresent(factor -> texts.add(contestant + ": " + verdict(axis, contestant, factor)));
    }
    return texts.isEmpty() ? "Not enough results." : String.join("; ", texts) + ".";
  }

  private String verdict(Axis axis, String contestant, double factor) {
    if (factor <= FLAT) {
      return "flat (" + show("%.2f", factor) + ")";
    }
    List<ScaleCell> along = along(axis, contestant);
    Comparator<ScaleCell> byCost = Comparator.comparingDouble(ScaleCell::cost);
    return "an event costs %s × as much with %s %s as with %s"
        .formatted(
            show("%.2f", factor),
            axis.show(axis.at(along.stream().max(byCost).orElseThrow())),
            axis.unit(),
            axis.show(axis.at(along.stream().min(byCost).orElseThrow())));
  }

  private LineChart chart(Axis axis) {
    List<LineChart.Mark> marks =
        plan.settings(axis).stream()
            .flatMap(
                setting -> cells.stream().filter(cell -> cell.setting().equals(setting)).limit(1))
            .map(cell -> new LineChart.Mark(axis.at(cell), axis.show(axis.at(cell))))
            .toList();
    List<LineChart.Line> lines = new ArrayList<>();
    for (String contestant : contestants) {
      lines.add(
          new LineChart.Line(
              contestant,
              along(axis, contestant).stream()
                  .map(cell -> new LineChart.Point(axis.at(cell), cell.cost()))
                  .toList()));
    }
    return new LineChart(
        axis.title(),
        new LineChart.Axis(axis.unit(), true, marks),
        new LineChart.Axis("CPU, µs/event", false, List.of()),
        lines);
  }

  /** The results along an axis that count, in its order. */
  private List<ScaleCell> along(Axis axis, String contestant) {
    return plan.settings(axis).stream()
        .flatMap(setting -> cell(setting, contestant).stream())
        .toList();
  }

  private Optional<ScaleCell> cell(Setting setting, String contestant) {
    return cells.stream()
        .filter(ScaleCell::isValid)
        .filter(cell -> cell.setting().equals(setting) && cell.contestant().equals(contestant))
        .findFirst();
  }

  /** The two largest inputs compared: there the start has little influence. */
  private List<String> headlines() {
    List<Setting> settings = plan.settings(Axis.SIZE);
    if (settings.size() < 2) {
      return List.of();
    }
    Setting large = settings.get(settings.size() - 2);
    Setting largest = settings.get(settings.size() - 1);
    List<String> texts = new ArrayList<>();
    for (String contestant : contestants) {
      Optional<ScaleCell> less = cell(large, contestant);
      Optional<ScaleCell> more = cell(largest, contestant);
      if (less.isPresent() && more.isPresent()) {
        texts.add(
            "%s %s".formatted(contestant, show("%.2f", more.get().cost() / less.get().cost())));
      }
    }
    return texts.isEmpty()
        ? List.of()
        : List.of(
            "Cost per event with %s events, relative to %s: %s ×"
                .formatted(
                    number(largest.events()), number(large.events()), String.join(", ", texts)));
  }

  private List<String> voids() {
    return cells.stream()
        .filter(cell -> !cell.isValid())
        .map(cell -> "%s, %s: %s".formatted(cell.contestant(), cell.setting(), cell.problem()))
        .toList();
  }

  private static String show(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
