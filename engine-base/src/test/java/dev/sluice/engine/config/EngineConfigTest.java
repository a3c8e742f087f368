// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.plan.RunPlan;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EngineConfigTest {

  @Test
  void travelsByJavaSerialization() throws Exception {
    RunPlan plan =
        new RunPlan(
            TestConfigs.full("{\"rules\":[]}"),
            "run",
            new TreeMap<>(Map.of(0, 1L)),
            new TreeMap<>(Map.of(0, 2L)));
    assertEquals(plan, copy(plan));
    EngineConfig plain = TestConfigs.starting("resume", false);
    assertEquals(plain, copy(plain));
  }

  private static Object copy(Object value) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }

  @Test
  void saysNoSecretInItsText() {
    EngineConfig config =
        new EngineConfig(
            "flink",
            new EngineConfig.Kafka("b:1", "t", Map.of("sasl.jaas.config", "kafka-secret")),
            new SinkSettings("none", Map.of("none.password", "pg-secret")),
            new EngineConfig.Decision("{}", null, 1L, 1, 1),
            "resume",
            false,
            false,
            1,
            new EngineConfig.Batching(1, 1),
            1,
            1,
            1,
            "d");
    assertFalse(config.toString().contains("secret"), config.toString());
    assertTrue(config.toString().contains("sasl.jaas.config"), config.toString());
  }
}
