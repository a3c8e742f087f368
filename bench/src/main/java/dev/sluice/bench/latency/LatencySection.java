// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.latency;

import dev.sluice.bench.Bench;
import dev.sluice.bench.Section;
import dev.sluice.bench.baseline.Baseline;
import dev.sluice.bench.measure.ResultFile;
import dev.sluice.bench.report.Findings;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.input.traffic.TrafficProfile;
import dev.sluice.lab.run.SinkKind;
import java.util.List;

/**
 * Measures the time from the moment at which an event was due to be sent to the commit of its row.
 */
public final class LatencySection implements Section {

  private final SinkKind sink;

  /**
   * @param sink where the contestants write to
   */
  public LatencySection(SinkKind sink) {
    this.sink = sink;
  }

  @Override
  public String name() {
    return "latency";
  }

  @Override
  public Findings run(Bench bench) throws Exception {
    List<EngineCatalog.Entry> contestants =
        (bench.quick() ? bench.behind() : bench.behind(Baseline.NULL, Baseline.NULL_X2))
            .stream().filter(entry -> sink.isFor(entry.mode())).toList();
    List<String> names = contestants.stream().map(entry -> entry.mode().name()).toList();
    LatencyPlan plan =
        bench.quick()
            ? LatencyPlan.quick(names, bench.seed(), sink)
            : LatencyPlan.full(names, bench.seed(), sink);
    return run(bench, plan, contestants);
  }

  Findings run(Bench bench, LatencyPlan plan, List<EngineCatalog.Entry> contestants)
      throws Exception {
    ResultFile<LatencyResult> file =
        ResultFile.open(bench.folder(), name(), plan, LatencyResult.class);
    for (EngineCatalog.Entry entry : contestants) {
      String contestant = entry.mode().name();
      if (file.results().stream().noneMatch(result -> result.contestant().equals(contestant))) {
        bench.makeArchives(List.of(entry), TrafficProfile.defaults());
        LatencyResult result = new LatencyTrial(bench, plan, entry).run();
        file.add(result);
        bench.progress().done(contestant, LatencyFindings.percentiles(result));
      }
    }
    return LatencyFindings.of(name(), plan, file.results());
  }
}
