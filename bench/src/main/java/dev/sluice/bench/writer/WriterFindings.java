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
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/** What the cells come to. Ratios are taken within a round, and of those the median. */
final class WriterFindings {

  private static final String SECTION = "writer";
  private static final double MICROS = 1e6;

  private final WriterPlan plan;
  private final List<WriterCell> cells;

  WriterFindings(WriterPlan plan, List<WriterCell> cells) {
    this.plan = plan;
    this.cells = List.copyOf(cells);
  }

  Findings tell() {
    return new Findings(SECTION, List.of(chapter()), cells, headlines(), voids());
  }

  private Chapter chapter() {
    List<Block> blocks = new ArrayList<>();
    blocks.add(
        new Paragraph(
            "Accepted events with random UUIDs as identities go into an empty processed_events, by"
                + " one thread on one connection, a transaction a batch, with the server's own"
                + " synchronous_commit. All methods begin with decided events and leave the same"
                + " rows; else a cell is void. Rows a second, median of "
                + plan.rounds()
                + " interleaved rounds."));
    blocks.add(rates());
    blocks.add(chart());
    blocks.add(
        new Paragraph(
            "Sluice's writer against the other method whose median is the best at that batch, and"
                + " against COPY of sorted rows, which is what it does itself, but without a"
                + " ledger; last, what the ledger's two statements alone cost that COPY. Ratios are"
                + " medians of ratios within a round, with the least and the most."));
    blocks.add(ratios());
    blocks.add(new Paragraph("Processor time for a row, of the writing thread and of Postgres."));
    blocks.add(processor());
    if (!plan.replayed().isEmpty()) {
      blocks.add(
          new Paragraph(
              "The same rows once more into the tables that hold them already, with the ledger set"
                  + " back to its start."));
      blocks.add(replays());
    }
    return new Chapter("The writer alone", blocks);
  }

  private Grid rates() {
    return byMethod(
        "batch, rows (rows/s)", cell -> cell.rowsPerSecond(), "%,.0f", WriteMethod.values());
  }

  private Grid processor() {
    return byMethod(
        "batch, rows (µs/row, own + Postgres)",
        cell -> (cell.ownCpuSeconds() + cell.databaseCpuSeconds()) * MICROS / cell.rows(),
        "%,.1f",
        WriteMethod.values());
  }

  private Grid byMethod(
      String head, ToDoubleFunction<WriterCell> figure, String format, WriteMethod... methods) {
    List<String> heads = new ArrayList<>(List.of(head));
    Stream.of(methods).map(WriteMethod::title).forEach(heads::add);
    List<List<String>> rows = new ArrayList<>();
    for (WriterPlan.Size size : plan.sizes()) {
      List<String> row = new ArrayList<>(List.of(shown("%,d", size.batch())));
      for (WriteMethod method : methods) {
        row.add(
            summary(method.title(), size.batch(), figure)
                .map(summary -> shown(format, summary.median()))
                .orElse(Grid.UNKNOWN));
      }
      rows.add(row);
    }
    return new Grid(heads, rows);
  }

  private LineChart chart() {
    List<Mark> marks =
        plan.sizes().stream()
            .map(size -> new Mark(size.batch(), shown("%,d", size.batch())))
            .toList();
    List<Line> lines = new ArrayList<>();
    for (WriteMethod method : WriteMethod.values()) {
      List<Point> points = new ArrayList<>();
      for (WriterPlan.Size size : plan.sizes()) {
        rate(method, size.batch()).ifPresent(rate -> points.add(new Point(size.batch(), rate)));
      }
      lines.add(new Line(method.title(), points));
    }
    return new LineChart(
        "Rows a second against the batch",
        new Axis("rows a transaction", true, marks),
        new Axis("rows/s", true, List.of()),
        lines);
  }

  private Grid ratios() {
    List<List<String>> rows = new ArrayList<>();
    for (WriterPlan.Size size : plan.sizes()) {
      int batch = size.batch();
      Optional<WriteMethod> best = best(batch);
      rows.add(
          List.of(
              shown("%,d", batch),
              best.map(WriteMethod::title).orElse(Grid.UNKNOWN),
              shown(best.flatMap(method -> ratio(WriteMethod.SLUICE, method, batch))),
              shown(ratio(WriteMethod.SLUICE, WriteMethod.SORTED_COPY, batch)),
              shown(ratio(WriteMethod.COUNTED_COPY, WriteMethod.SORTED_COPY, batch))));
    }
    return new Grid(
        List.of(
            "batch, rows",
            "best other",
            "Sluice / best other",
            "Sluice / COPY, sorted",
            "COPY, sorted: with ledger / without"),
        rows);
  }

  private Grid replays() {
    List<List<String>> rows = new ArrayList<>();
    for (int batch : plan.replayed()) {
      rows.add(
          List.of(
              shown("%,d", batch),
              shown("%,.0f", summary(WriterCell.FIRST_RUN, batch, WriterCell::rowsPerSecond)),
              shown("%,.0f", summary(WriterCell.REPLAY, batch, WriterCell::rowsPerSecond)),
              shown(replayRatio(batch, WriterCell::rowsPerSecond)),
              shown("%,.0f", summary(WriterCell.FIRST_RUN, batch, WriterCell::walBytesPerRow)),
              shown("%,.1f", summary(WriterCell.REPLAY, batch, WriterCell::walBytesPerRow)),
              replayRatio(batch, WriterCell::walBytesPerRow)
                  .map(ratio -> shown("%.1f %%", ratio.median() * 100))
                  .orElse(Grid.UNKNOWN)));
    }
    return new Grid(
        List.of(
            "batch, rows",
            "first run, rows/s",
            "replay, rows/s",
            "replay / first run",
            "first run, WAL B/row",
            "replay, WAL B/row",
            "replay's WAL"),
        rows);
  }

  private List<String> headlines() {
    List<Summary> ratios =
        plan.sizes().stream()
            .flatMap(
                size ->
                    best(size.batch())
                        .flatMap(best -> ratio(WriteMethod.SLUICE, best, size.batch()))
                        .stream())
            .toList();
    return ratios.isEmpty()
        ? List.of()
        : List.of(
            String.format(
                Locale.ROOT,
                "Writer: %.2f to %.2f of the best other method, at batches of %,d to %,d",
                ratios.stream().mapToDouble(Summary::median).min().orElseThrow(),
                ratios.stream().mapToDouble(Summary::median).max().orElseThrow(),
                plan.sizes().get(0).batch(),
                plan.sizes().get(plan.sizes().size() - 1).batch()));
  }

  private List<String> voids() {
    return cells.stream()
        .filter(cell -> !cell.isValid())
        .map(
            cell ->
                String.format(
                    Locale.ROOT,
                    "writer, %s, batch %,d, round %d: %s",
                    cell.method(),
                    cell.batch(),
                    cell.round(),
                    cell.problem()))
        .toList();
  }

  /** Of the methods without a ledger, the one with the highest median. */
  Optional<WriteMethod> best(int batch) {
    return WriteMethod.withoutLedger().stream()
        .filter(method -> rate(method, batch).isPresent())
        .max(Comparator.comparingDouble(method -> rate(method, batch).orElseThrow()));
  }

  private Optional<Double> rate(WriteMethod method, int batch) {
    return summary(method.title(), batch, WriterCell::rowsPerSecond).map(Summary::median);
  }

  /** A method's rate against another's of the same round, over all rounds that have both. */
  Optional<Summary> ratio(WriteMethod method, WriteMethod base, int batch) {
    return ratio(method.title(), base.title(), batch, WriterCell::rowsPerSecond);
  }

  private Optional<Summary> replayRatio(int batch, ToDoubleFunction<WriterCell> figure) {
    return ratio(WriterCell.REPLAY, WriterCell.FIRST_RUN, batch, figure);
  }

  private Optional<Summary> ratio(
      String method, String base, int batch, ToDoubleFunction<WriterCell> figure) {
    List<Double> ratios =
        of(method, batch)
            .flatMap(
                cell ->
                    of(base, batch)
                        .filter(other -> other.round() == cell.round())
                        .map(other -> figure.applyAsDouble(cell) / figure.applyAsDouble(other)))
            .toList();
    return ratios.isEmpty() ? Optional.empty() : Optional.of(Summary.of(ratios));
  }

  private Optional<Summary> summary(
      String method, int batch, ToDoubleFunction<WriterCell> figure) {
    List<Double> values = of(method, batch).map(figure::applyAsDouble).toList();
    return values.isEmpty() ? Optional.empty() : Optional.of(Summary.of(values));
  }

  private Stream<WriterCell> of(String method, int batch) {
    return cells.stream()
        .filter(WriterCell::isValid)
        .filter(cell -> cell.method().equals(method) && cell.batch() == batch);
  }

  private static String shown(Optional<Summary> ratio) {
    return ratio
        .map(
            of ->
                String.format(
                    Locale.ROOT, "%.2f (%.2f–%.2f)", of.median(), of.least(), of.most()))
        .orElse(Grid.UNKNOWN);
  }

  private static String shown(String format, Optional<Summary> figure) {
    return figure.map(of -> shown(format, of.median())).orElse(Grid.UNKNOWN);
  }

  private static String shown(String format, Object value) {
    return String.format(Locale.ROOT, format, value);
  }
}
