// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.bench.Bench;
import dev.sluice.bench.Section;
import dev.sluice.bench.report.Findings;
import dev.sluice.engine.config.ConfigException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests the choice by {@code --only}. */
class SectionChoiceTest {

  private record Named(String name) implements Section {
    @Override
    public Findings run(Bench bench) {
      return new Findings(name, List.of(), List.of(), List.of(), List.of());
    }
  }

  private static final List<Section> ALL =
      List.of(new Named("throughput"), new Named("latency"), new Named("scale"));

  @Test
  void sectionsRunInTheirOwnOrderAndEachOnce() {
    assertEquals(ALL, SectionChoice.of(ALL, null));
    assertEquals(
        List.of(ALL.get(0), ALL.get(2)),
        SectionChoice.of(ALL, List.of("scale", "throughput", "scale")));
  }

  @Test
  void aWrongNameGetsTheOneThatWasMeant() {
    assertEquals(
        "--only: unknown section latncy; did you mean latency?"
            + " available: throughput, latency, scale",
        assertThrows(ConfigException.class, () -> SectionChoice.of(ALL, List.of("latncy", "scale")))
            .getMessage());
  }
}
