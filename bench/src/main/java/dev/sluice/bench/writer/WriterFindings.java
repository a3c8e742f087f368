package dev.sluice.bench.writer;

import dev.sluice.bench.measure.Summary;
import dev.sluice.bench.report.Block;
import dev.sluice.bench.report.Chapter;
import dev.sluice.bench.report.Findings;
import dev.sluice.bench.report.Grid;
import dev.sluice.bench.report.LineChart;
import dev.sluice.bench.report.LineChart.Axis;
import dev.sluice.bench.report.LineChart.Line;
import dev.sluice.bench.report.LineChart.Mark;
import dev.sluice.bench.report.LineChart.Point;
import dev.sluice.bench.report.Paragraph;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** Tells what the cells come to. */
final class WriterFindings {

  /** The section's name. */
  static final String SECTION = "writer";

  /** What engines gather by default, and the ledger's price is asked at. */
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
            "Accepted events with random UUIDs as identities go into an empty processed_events: one"
                + " thread, one connection, a transaction a batch, synchronous_commit as the server"
                + " has it. All methods begin with decided events and must leave the same rows."
                + " A transaction of Sluice's ends at 32 MiB of records too, so that its largest"
                + " batches take two. "
                + (isOneRound()
                    ? "One round, with nothing warmed up: compilers are a part of the figures."
                    : "Rounds, interleaved: " + plan.rounds() + ", of which the median.")));
    blocks.add(byMethod("rows/s at a batch of", WriterCell::rowsPerSecond, "%,.0f"));
    blocks.add(chart());
    blocks.add(
        new Paragraph(
            "Sluice's writer against the one without a ledger that is the best at that batch, and"
                + " against COPY of sorted rows; and that COPY with a ledger's two statements"
                + " against itself without them, which is what a ledger costs. Ratios within a"
                + " round: median, least and most."));
    blocks.add(ratios());
    blocks.add(
        new Paragraph(
            "Processor time for a row, of the thread that writes and of Postgres together."));
    blocks.add(
        byMethod(
            "CPU µs/row at a batch of",
            cell -> (cell.ownCpuSeconds() + cell.databaseCpuSeconds()) * MICROS / cell.rows(),
            "%,.1f"));
    if (!plan.replayed().isEmpty()) {
      blocks.add(
          new Paragraph(
              "Sluice's writer writes rows, and then the same ones once more into the tables that"
                  + " hold them, with the ledger set back to its start."));
      blocks.add(replays());
    }
    return new Chapter("The writer alone", blocks);
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
    return new Grid(heads, rows);
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
        "Rows a second by rows a transaction",
        new Axis("rows a transaction", true, marks),
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
    return new Grid(
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
    return new Grid(
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
      return List.of(); // it shows that all works, and no more
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
