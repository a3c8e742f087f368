// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.bench.Bench;
import dev.sluice.bench.OwnServers;
import dev.sluice.bench.baseline.Baseline;
import dev.sluice.bench.report.Findings;
import dev.sluice.lab.run.SinkKind;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Profiles a drain from outside; it is small, since the figures do not matter here. */
class ProfileIT {

  private static final long EVENTS = 20_000;

  @RegisterExtension static final OwnServers OWN = new OwnServers();

  @Test
  void aDrainTellsItsThreadsItsLayersAndItsWaitsAndIsNotSeenTwice(@TempDir Path folder)
      throws Exception {
    ProfileSection section = new ProfileSection(SinkKind.POSTGRES, EVENTS);
    Bench bench = OWN.bench(folder, false, List.of());
    Findings findings = section.run(bench);
    assertEquals(List.of(), findings.voids());
    assertEquals(1, findings.results().size());
    check((ProfileResult) findings.results().get(0));
    try (Admin admin = Admin.create(OWN.servers().kafkaClient())) {
      assertEquals(Set.of(), admin.listTopics().names().get());
    }
    // All results exist: nothing is started again, not even the servers.
    Bench again = OWN.idle(folder, false, List.of());
    assertEquals(findings, section.run(again));
  }

  private static void check(ProfileResult result) {
    assertEquals(Baseline.NULL_X2.mode(), result.contestant());
    assertNull(result.problem());
    double threads = result.threadSeconds().values().stream().mapToDouble(each -> each).sum();
    assertTrue(threads > 0 && threads <= result.cpuSeconds() * 1.5, result::toString);
    assertEquals(100, Stream.of(ThreadKind.values()).mapToDouble(result::percent).sum(), 1e-6);
    assertEquals(100, Stream.of(Layer.values()).mapToDouble(result::percent).sum(), 1e-6);
    assertTrue(result.percent(Layer.DECIDE) > 0, result::toString);
    assertTrue(result.percent(Layer.LEDGER_WRITER) > 0, result::toString);
    assertTrue(!result.topFrames().isEmpty(), result::toString);
    assertEquals(100, result.waits().keySet().stream().mapToDouble(result::percent).sum(), 1e-6);
  }
}
