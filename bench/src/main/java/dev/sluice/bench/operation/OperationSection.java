// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.operation;

import dev.sluice.bench.Bench;
import dev.sluice.bench.Section;
import dev.sluice.bench.measure.ResultFile;
import dev.sluice.bench.report.Findings;
import dev.sluice.lab.engine.EngineCatalog;
import java.util.List;

/** Measures what matters for an engine that runs for years: start-up, recovery and idle cost. */
public final class OperationSection implements Section {

  private static final String NAME = "operation";
  private static final int PARALLELISM = 2;
  private static final int BACKLOG = 10_000;
  private static final int START_UPS = 5;
  private static final int RECOVERIES = 3;
  private static final int PER_SECOND = 2_000;
  private static final int CALM_SECONDS = 5;
  private static final int IDLE_SECONDS = 60;

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Findings run(Bench bench) throws Exception {
    if (bench.quick()) {
      return Findings.leftOut(
          NAME, "Operation", "the throughput tables already show the start-up times.");
    }
    return run(
        bench,
        new OperationPlan(
            bench.seed(),
            PARALLELISM,
            bench.engines(),
            BACKLOG,
            START_UPS,
            RECOVERIES,
            PER_SECOND,
            CALM_SECONDS,
            IDLE_SECONDS));
  }

  /** The same for any plan. */
  static Findings run(Bench bench, OperationPlan plan) throws Exception {
    ResultFile<Observation> file = ResultFile.open(bench.folder(), NAME, plan, Observation.class);
    List<EngineCatalog.Entry> entries =
        EngineCatalog.under(EngineCatalog.home()).entries(plan.engines());
    new Operation(bench, plan, file).measure(entries);
    List<String> names = entries.stream().map(entry -> entry.mode().name()).toList();
    return new OperationReport(plan, names, file.results()).findings(NAME);
  }
}
