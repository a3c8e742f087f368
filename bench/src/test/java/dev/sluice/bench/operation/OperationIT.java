// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.operation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.bench.Bench;
import dev.sluice.bench.OwnServers;
import dev.sluice.bench.report.Findings;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Starts, kills and idles an engine, briefly: the figures do not matter here. */
class OperationIT {

  @RegisterExtension static final OwnServers OWN = new OwnServers();

  @Test
  void anEngineIsWatchedAtEveryExerciseAndNotTwice(@TempDir Path folder) throws Exception {
    Bench bench = OWN.bench(folder, false, List.of("kstreams"));
    OperationPlan plan = new OperationPlan(1, 2, List.of("kstreams"), 1_000, 2, 1, 500, 1, 2);
    Findings findings = OperationSection.run(bench, plan);
    assertEquals(List.of(), findings.voids());
    assertEquals(2 + 1 + 2, findings.results().size());
    for (Object result : findings.results()) {
      Observation seen = (Observation) result;
      Map<Measure, Double> measures = seen.measures();
      if (seen.exercise() == Exercise.RECOVERY) {
        assertTrue(measures.get(Measure.FIRST_ROW) > 0, seen::toString);
        assertTrue(
            measures.get(Measure.CAUGHT_UP) >= measures.get(Measure.FIRST_ROW), seen::toString);
      } else if (seen.exercise() == Exercise.START_UP) {
        assertTrue(measures.get(Measure.FIRST_ROW) > 0, seen::toString);
        assertTrue(measures.get(Measure.RUNNING) > 0, seen::toString);
      } else if (!seen.engine().equals(Observation.NO_ENGINE)) {
        assertTrue(measures.get(Measure.MEMORY) > 0, seen::toString);
      }
    }
    // All results exist: nothing is started again.
    assertEquals(findings, OperationSection.run(bench, plan));
  }
}
