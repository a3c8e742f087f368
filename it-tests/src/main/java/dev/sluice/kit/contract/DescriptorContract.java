// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.kit.testbed.Launch;
import dev.sluice.lab.engine.EngineChild;
import dev.sluice.lab.engine.EngineDescriptor;
import dev.sluice.lab.engine.EngineStatus;
import org.junit.jupiter.api.Test;

/** The descriptor of an engine is correct (R17). */
public abstract class DescriptorContract extends EngineTest {

  /**
   * Uses a bad configuration: the first status line comes before it is read, and the process ends
   * soon after.
   */
  @Test
  void r17_theProcessIsTheEngineThatTheDescriptorNames() {
    Launch launch = launch(scenarios().empty()).with("no.such.key", "1");
    EngineDescriptor descriptor = launch.setup().entry().engine();
    try (EngineChild child = launch.start()) {
      child.awaitEnd(patience());
      EngineStatus starting = child.status(EngineStatus.Kind.STARTING).orElseThrow();
      assertEquals(descriptor.name(), starting.fields().path("engine").asText());
      assertEquals(descriptor.version(), starting.fields().path("version").asText());
    }
  }
}
