// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.scale;

import dev.sluice.bench.Bench;
import dev.sluice.bench.Section;
import dev.sluice.bench.measure.ResultFile;
import dev.sluice.bench.report.Findings;
import dev.sluice.bench.throughput.Contestant;
import dev.sluice.lab.run.SinkKind;
import java.util.List;

/**
 * Measures what an event costs with more events, more partitions, a higher pass rate, or longer
 * rules.
 */
public final class ScaleSection implements Section {

  private static final String NAME = "scale";
  private static final int PARALLELISM = 2;
  private static final List<Long> SIZES = List.of(1_000_000L, 5_000_000L, 20_000_000L);
  private static final List<Integer> PARTITIONS = List.of(1, 4, 16);
  private static final int MIDDLE_PARTITIONS = 4;

  private final List<Long> sizes;

  public ScaleSection() {
    this(SIZES);
  }

  /**
   * The same with other sizes.
   *
   * @param sizes numbers of events, the least first
   */
  ScaleSection(List<Long> sizes) {
    this.sizes = List.copyOf(sizes);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Findings run(Bench bench) throws Exception {
    if (bench.quick()) {
      return Findings.leftOut(NAME, "Scale", "it drains topics of up to 20 million events.");
    }
    ScalePlan plan =
        new ScalePlan(
            bench.seed(), PARALLELISM, bench.engines(), sizes, PARTITIONS, MIDDLE_PARTITIONS);
    ResultFile<ScaleCell> file = ResultFile.open(bench.folder(), NAME, plan, ScaleCell.class);
    List<Contestant> contestants = Contestant.behindTheBase(plan.engines(), SinkKind.POSTGRES);
    new Scale(bench, plan, contestants, file).measure();
    return new ScaleReport(
            plan, contestants.stream().map(Contestant::name).toList(), file.results())
        .findings(NAME);
  }
}
