package dev.sluice.kit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.kit.testbed.Launch;
import dev.sluice.lab.engine.EngineChild;
import dev.sluice.lab.engine.EngineDescriptor;
import dev.sluice.lab.engine.EngineStatus;
import org.junit.jupiter.api.Test;

/** What an engine says of itself is true (R17). */
public abstract class DescriptorContract extends EngineTest {

  /**
   * A bad configuration, since the first line comes before that is read, and the end soon after.
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
