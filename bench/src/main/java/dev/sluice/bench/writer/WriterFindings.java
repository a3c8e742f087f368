// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.writer;

import dev.sluice.bench.report.Findings;
import dev.sluice.lab.report.Block;
import dev.sluice.lab.report.Chapter;
import dev.sluice.lab.report.Grid;
import dev.sluice.lab.report.Paragraph;
import dev.sluice.lab.report.chart.LineChart;
import dev.sluice.lab.report.chart.LineChart.Axis;
import dev.sluice.lab.report.chart.LineChart.Line;
import dev.sluice.lab.report.chart.LineChart.Mark;
import dev.sluice.lab.report.chart.LineChart.Point;
import dev.sluice.lab.report.chart.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Turns the measurements into findings. */
final class WriterFindings {

  /** The section's name. */
  static final String SECTION = "writer";

  /** The engines' default batch, at which the headlines give the ledger's cost. */
  private static final int USUAL_BATCH = 10_000;

  private static final double MICROS = 1e6;
  private static final double PERCENT = 100;

  private final WriterPlan plan;
  private final WriterCells cells;

  WriterFindings(WriterPlan plan, List<WriterCell> cells) {
    this.plan = plan;
    this.cells = new WriterCells(cells);
  }

  Findings tell() {
    return new Findings(SECTION, List.of(chapter()), cells.all(), headlines(), voids());
  }

  private Chapter chapter() {
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Paragraph(
            "Accepted events with random UUIDs as identities are written into an empty"
                + " processed_events: one thread, one connection, one transaction per batch, and"
                + " the server's setting of synchronous_commit. All methods start from decided"
                + " events and must leave the same rows. Here Sluice's writer takes each batch as a"
                + " whole; in an engine, a batch also ends at 32 MiB of records. "
                + (isOneRound()
                    ? "One round without a warm-up: the figures include compilation."
                    : plan.rounds() + " interleaved rounds; the figures are medians.")));
    blocks.add(byMethod("rows/s at a batch of", WriterCell::rowsPerSecond, "%,.0f"));
    blocks.add(chart());
    blocks.add(
        new Paragraph(
            "Sluice's writer divided by the best method without a ledger at that batch, and by COPY"
                + " of sorted rows; and that COPY with a ledger's two statements divided by the same"
                + " without them, which shows what a ledger costs. Ratios of rates are taken within"
                + " a round: median (least–most)."));
    blocks.add(ratios());
    blocks.add(
        new Paragraph("Processor time per row, of the writing thread and Postgres together."));
    blocks.add(
        byMethod(
            "CPU µs/row at a batch of",
            cell -> (cell.ownCpuSeconds() + cell.databaseCpuSeconds()) * MICROS / cell.rows(),
            "%,.1f"));
    if (!plan.replayed().isEmpty()) {
      blocks.add(
          new Paragraph(
              "Sluice's writer writes rows, then writes the same rows again into the tables that hold"
                  + " them, with the ledger reset to its start."));
      blocks.add(replays());
    }
    return new Chapter("The writer without an engine", blocks);
  }

  private Grid byMethod(String head, ToDoubleFunction<WriterCell> figure, String format) {
    List<String> heads =
        Stream.concat(Stream.of(head), Stream.of(WriteMethod.values()).map(WriteMethod::title))
            .toList();
    List<List<String>> rows = new ArrayList<>();
    for (WriterPlan.Size size : plan.sizes()) {
      List<String> row = new ArrayList<>();
      row.add(number(size.batch()));
      for (WriteMethod method : WriteMethod.values()) {
        row.add(median(format, cells.figure(method.title(), size.batch(), figure)));
      }
      rows.add(row);
    }
    return Grid.of(heads, rows);
  }

  private LineChart chart() {
    List<Mark> marks =
        plan.sizes().stream().map(size -> new Mark(size.batch(), number(size.batch()))).toList();
    List<Line> lines = new ArrayList<>();
    for (WriteMethod method : WriteMethod.values()) {
      List<Point> points = new ArrayList<>();
      for (WriterPlan.Size size : plan.sizes()) {
        cells
            .rate(method, size.batch())
            .ifPresent(rate -> points.add(new Point(size.batch(), rate)));
      }
      lines.add(new Line(method.title(), points));
    }
    return new LineChart(
        "Rows a second by rows per transaction",
        new Axis("rows per transaction", true, marks),
        new Axis("rows/s", true, List.of()),
        lines);
  }

  private Grid ratios() {
    List<List<String>> rows = new ArrayList<>();
    for (WriterPlan.Size size : plan.sizes()) {
      int batch = size.batch();
      rows.add(
          List.of(
              number(batch),
              cells.best(batch).map(WriteMethod::title).orElse(Grid.UNKNOWN),
              spread(againstBest(batch)),
              spread(cells.ratio(WriteMethod.SLUICE, WriteMethod.SORTED_COPY, batch)),
              spread(ledger(batch))));
    }
    return Grid.of(
        List.of(
            "batch",
            "best without ledger",
            "Sluice / best",
            "Sluice / " + WriteMethod.SORTED_COPY.title(),
            "with ledger / without"),
        rows);
  }

  private Grid replays() {
    List<List<String>> rows = new ArrayList<>();
    for (int batch : plan.replayed()) {
      rows.add(
          List.of(
              number(batch),
              median("%,.0f", first(batch, WriterCell::rowsPerSecond)),
              median("%,.0f", again(batch, WriterCell::rowsPerSecond)),
              spread(cells.replay(batch, WriterCell::rowsPerSecond)),
              median("%,.1f", first(batch, WriterCell::walBytesPerRow)),
              median("%,.1f", again(batch, WriterCell::walBytesPerRow)),
              spread(cells.replay(batch, WriterCell::walBytesPerRow))));
    }
    return Grid.of(
        List.of(
            "batch",
            "first run, rows/s",
            "replay, rows/s",
            "replay / first run",
            "first run, WAL B/row",
            "replay, WAL B/row",
            "replay / first run"),
        rows);
  }

  private List<String> headlines() {
    if (isOneRound()) {
      return List.of(); // one round only shows that everything works
    }
    List<String> lines = new ArrayList<>();
    List<Double> ratios =
        plan.sizes().stream()
            .flatMap(size -> againstBest(size.batch()).stream())
            .map(Summary::median)
            .sorted()
            .toList();
    if (!ratios.isEmpty()) {
      lines.add(
          text(
              "Writer: %.2f to %.2f of the best method without a ledger, at batches of %,d to %,d",
              ratios.get(0),
              ratios.get(ratios.size() - 1),
              plan.sizes().get(0).batch(),
              plan.sizes().get(plan.sizes().size() - 1).batch()));
    }
    ledger(USUAL_BATCH)
        .ifPresent(
            ratio ->
                lines.add(
                    text(
                        "Ledger: its statements cost %.1f %% at a batch of %,d",
                        (1 - ratio.median()) * PERCENT, USUAL_BATCH)));
    cells
        .replay(USUAL_BATCH, WriterCell::rowsPerSecond)
        .ifPresent(
            rate ->
                lines.add(
                    text(
                        "Replay: %.2f times the first run's rate, with %.1f %% of its WAL",
                        rate.median(),
                        cells.replay(USUAL_BATCH, WriterCell::walBytesPerRow).orElseThrow().median()
                            * PERCENT)));
    return lines;
  }

  private List<String> voids() {
    return cells.all().stream()
        .filter(cell -> !cell.isValid())
        .map(
            cell ->
                text(
                    "writer, %s, batch %,d, round %d: %s",
                    cell.method(), cell.batch(), cell.round(), cell.problem()))
        .toList();
  }

  private boolean isOneRound() {
    return plan.rounds() == 1;
  }

  private Optional<Summary> againstBest(int batch) {
    return cells.best(batch).flatMap(best -> cells.ratio(WriteMethod.SLUICE, best, batch));
  }

  private Optional<Summary> ledger(int batch) {
    return cells.ratio(WriteMethod.COUNTED_COPY, WriteMethod.SORTED_COPY, batch);
  }

  private Optional<Summary> first(int batch, ToDoubleFunction<WriterCell> figure) {
    return cells.figure(WriterCell.FIRST_RUN, batch, figure);
  }

  private Optional<Summary> again(int batch, ToDoubleFunction<WriterCell> figure) {
    return cells.figure(WriterCell.REPLAY, batch, figure);
  }

  private static String spread(Optional<Summary> ratio) {
    return ratio
        .map(of -> text("%.2f (%.2f–%.2f)", of.median(), of.least(), of.most()))
        .orElse(Grid.UNKNOWN);
  }

  private static String median(String format, Optional<Summary> figure) {
    return figure.map(of -> text(format, of.median())).orElse(Grid.UNKNOWN);
  }

  private static String number(int number) {
    return text("%,d", number);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
