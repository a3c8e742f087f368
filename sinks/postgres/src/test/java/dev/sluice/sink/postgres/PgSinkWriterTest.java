// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.sink.SinkFault;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Tests what a fault of the database becomes at the port, without a database. */
class PgSinkWriterTest {

  private static SinkFault of(SQLException fault) {
    EngineConfig config =
        new EngineConfig(
            "test",
            new EngineConfig.Kafka("127.0.0.1:1", "hits", Map.of()),
            new PgSettings("jdbc:postgresql://127.0.0.1:1/db", "u", "", "web", false).toSink(),
            new EngineConfig.Decision("{}", null, null, 0, 10),
            "resume",
            false,
            false,
            1,
            new EngineConfig.Batching(10, 10),
            1_000,
            1_000,
            1_000,
            "target");
    RunPlan plan = new RunPlan(config, "run-1", new TreeMap<>(), new TreeMap<>());
    try (PgSinkWriter writer =
        new PgSinkWriter(
            plan,
            () -> {
              throw fault;
            },
            0,
            System::nanoTime)) {
      return assertThrows(SinkFault.class, () -> writer.take(Set.of(0), Duration.ofSeconds(1)));
    }
  }

  @Test
  void r13_aPassingFaultShowsTheFirstLineOnly() {
    SinkFault fault = of(new SQLException("down\nrow (secret)", "08006"));
    assertEquals("down (SQLSTATE 08006)", fault.getMessage());
    assertEquals(true, fault.isTransient());
  }

  @Test
  void r13_aLastingFaultSaysWhatToDo() {
    SinkFault fault = of(new SQLException("no such table", "42P01"));
    assertEquals(
        "no such table (SQLSTATE 42P01); create the tables of schema web from"
            + " docs/contract/schema.sql",
        fault.getMessage());
    assertEquals(false, fault.isTransient());
  }
}
