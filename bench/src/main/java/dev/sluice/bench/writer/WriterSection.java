package dev.sluice.bench.writer;

import dev.sluice.bench.Bench;
import dev.sluice.bench.Section;
import dev.sluice.bench.measure.ResultFile;
import dev.sluice.bench.report.Findings;
import dev.sluice.engine.decision.Decision;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** The writer alone, without log and engine, beside the other ways to write such rows. */
public final class WriterSection implements Section {

  private static final String NAME = "writer";

  /** Rows and batch of what is written before the first round, so that all is compiled. */
  private static final int WARM_ROWS = 30_000;

  private static final int WARM_BATCH = 500;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Findings run(Bench bench) throws SQLException, IOException {
    return run(bench, WriterPlan.of(bench.seed(), bench.quick()));
  }

  Findings run(Bench bench, WriterPlan plan) throws SQLException, IOException {
    ResultFile<WriterCell> file =
        ResultFile.open(bench.folder(), NAME, plan, WriterCell.class);
    if (!isDone(plan, file)) {
      measure(bench, plan, file);
    }
    return new WriterFindings(plan, file.results()).tell();
  }

  private static boolean isDone(WriterPlan plan, ResultFile<WriterCell> file) {
    int each = plan.sizes().size() * WriteMethod.values().length + plan.replayed().size();
    return file.results().stream().filter(cell -> !cell.method().equals(WriterCell.FIRST_RUN)).count()
        >= (long) each * plan.rounds();
  }

  private static void measure(Bench bench, WriterPlan plan, ResultFile<WriterCell> file)
      throws SQLException, IOException {
    bench.progress().at(NAME, 0, 0);
    // One more than is measured, since the first is written before.
    List<Decision> rows = WriterRows.of(plan.seed(), Math.max(plan.mostRows(), WARM_ROWS) + 1);
    try (WriterTrial trial = new WriterTrial(bench.servers(), rows)) {
      if (!bench.quick()) {
        for (WriteMethod method : WriteMethod.values()) {
          trial.write(method, WARM_BATCH, WARM_ROWS, 0);
        }
      }
      for (int round = 1; round <= plan.rounds(); round++) {
        for (WriterPlan.Size size : plan.sizes()) {
          for (WriteMethod method : inTurn(round)) {
            if (!has(file, method.title(), size.batch(), round)) {
              file.add(trial.write(method, size.batch(), size.rows(), round));
            }
          }
          if (plan.replayed().contains(size.batch())
              && !has(file, WriterCell.REPLAY, size.batch(), round)) {
            for (WriterCell cell : trial.replay(size.batch(), size.rows(), round)) {
              file.add(cell);
            }
          }
        }
        bench
            .progress()
            .done(NAME, String.format(Locale.ROOT, "round %d of %d", round, plan.rounds()));
      }
    }
  }

  /** Each round begins with another, so that nobody always has the same one before him. */
  private static List<WriteMethod> inTurn(int round) {
    List<WriteMethod> turned = new ArrayList<>(List.of(WriteMethod.values()));
    Collections.rotate(turned, 1 - round);
    return turned;
  }

  private static boolean has(ResultFile<WriterCell> file, String method, int batch, int round) {
    return file.results().stream()
        .anyMatch(
            cell ->
                cell.method().equals(method) && cell.batch() == batch && cell.round() == round);
  }
}
