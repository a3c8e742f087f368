// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.sustain;

import dev.sluice.bench.Bench;
import dev.sluice.bench.Section;
import dev.sluice.bench.baseline.Baseline;
import dev.sluice.bench.measure.ResultFile;
import dev.sluice.bench.report.Findings;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.input.traffic.TrafficProfile;
import java.util.List;

/** Finds the highest rate at which neither backlog nor latency grows. */
public final class SustainSection implements Section {

  static final String TITLE = "Sustainable rate";

  @Override
  public String name() {
    return "sustain";
  }

  @Override
  public Findings run(Bench bench) throws Exception {
    if (bench.quick()) {
      return Findings.leftOut(name(), TITLE, "the search takes minutes for each engine.");
    }
    List<EngineCatalog.Entry> contestants = bench.behind(Baseline.NULL_X2);
    List<String> names = contestants.stream().map(entry -> entry.mode().name()).toList();
    return run(bench, SustainPlan.full(names, bench.seed()), contestants);
  }

  Findings run(Bench bench, SustainPlan plan, List<EngineCatalog.Entry> contestants)
      throws Exception {
    ResultFile<SustainResult> file =
        ResultFile.open(bench.folder(), name(), plan, SustainResult.class);
    for (EngineCatalog.Entry entry : contestants) {
      String contestant = entry.mode().name();
      if (file.results().stream().noneMatch(result -> result.contestant().equals(contestant))) {
        bench.makeArchives(List.of(entry), TrafficProfile.defaults());
        SustainResult result = new SustainTrial(bench, plan, entry).run();
        file.add(result);
        bench.progress().done(contestant, SustainFindings.shown(result));
      }
    }
    return SustainFindings.of(name(), plan, file.results());
  }
}
