// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.writer;

import dev.sluice.bench.Bench;
import dev.sluice.bench.Section;
import dev.sluice.bench.measure.ResultFile;
import dev.sluice.bench.report.Findings;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Measures the writer without log and engine, and other ways to write the same rows. */
public final class WriterSection implements Section {

  private static final String NAME = WriterFindings.SECTION;

  /** The rows written before the first round, so that the code is compiled. */
  private static final WriterPlan.Size WARM_UP = new WriterPlan.Size(100, 20_000);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Findings run(Bench bench) throws SQLException, IOException {
    return run(bench, WriterPlan.of(bench.seed(), bench.quick()));
  }

  Findings run(Bench bench, WriterPlan plan) throws SQLException, IOException {
    ResultFile<WriterCell> file = ResultFile.open(bench.folder(), NAME, plan, WriterCell.class);
    if (!isDone(plan, file)) {
      measure(bench, plan, file);
    }
    return new WriterFindings(plan, file.results()).tell();
  }

  private static boolean isDone(WriterPlan plan, ResultFile<WriterCell> file) {
    for (int round = 1; round <= plan.rounds(); round++) {
      for (WriterPlan.Size size : plan.sizes()) {
        for (WriteMethod method : WriteMethod.values()) {
          if (!has(file, method.title(), size.batch(), round)) {
            return false;
          }
        }
        if (isToReplay(plan, file, size.batch(), round)) {
          return false;
        }
      }
    }
    return true;
  }

  private static void measure(Bench bench, WriterPlan plan, ResultFile<WriterCell> file)
      throws SQLException, IOException {
    bench.progress().at(NAME, 0, 0);
    // One more than is measured, since the first is written beforehand.
    int count = 1 + Math.max(plan.mostRows(), WARM_UP.rows());
    try (WriterTrial trial = new WriterTrial(bench.servers(), WriterRows.of(plan.seed(), count))) {
      if (!bench.quick()) {
        for (WriteMethod method : WriteMethod.values()) {
          trial.write(method, WARM_UP, 0);
        }
      }
      for (int round = 1; round <= plan.rounds(); round++) {
        for (WriterPlan.Size size : plan.sizes()) {
          measure(trial, plan, file, size, round);
        }
        bench
            .progress()
            .done(NAME, String.format(Locale.ROOT, "round %d of %d", round, plan.rounds()));
      }
    }
  }

  private static void measure(
      WriterTrial trial,
      WriterPlan plan,
      ResultFile<WriterCell> file,
      WriterPlan.Size size,
      int round)
      throws SQLException, IOException {
    for (WriteMethod method : inTurn(round)) {
      if (!has(file, method.title(), size.batch(), round)) {
        file.add(trial.write(method, size, round));
      }
    }
    if (isToReplay(plan, file, size.batch(), round)) {
      for (WriterCell cell : trial.replay(size, round)) {
        file.add(cell);
      }
    }
  }

  private static boolean isToReplay(
      WriterPlan plan, ResultFile<WriterCell> file, int batch, int round) {
    return plan.replayed().contains(batch) && !has(file, WriterCell.REPLAY, batch, round);
  }

  /** Starts each round with a different method, so that none always follows the same one. */
  private static List<WriteMethod> inTurn(int round) {
    List<WriteMethod> turned = new ArrayList<>(List.of(WriteMethod.values()));
    Collections.rotate(turned, 1 - round);
    return turned;
  }

  private static boolean has(ResultFile<WriterCell> file, String method, int batch, int round) {
    return file.results().stream()
        .anyMatch(
            cell -> cell.method().equals(method) && cell.batch() == batch && cell.round() == round);
  }
}
