// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.throughput;

import dev.sluice.bench.Bench;
import dev.sluice.bench.Section;
import dev.sluice.bench.report.Findings;

/** Measures how fast a backlog is drained, and what that costs. */
public final class ThroughputSection implements Section {

  private final BenchPlan plan;

  public ThroughputSection(BenchPlan plan) {
    this.plan = plan;
  }

  @Override
  public String name() {
    return Throughput.NAME;
  }

  @Override
  public Findings run(Bench bench) throws Exception {
    return ThroughputFindings.of(new Throughput(bench, plan).run());
  }
}
