// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Errors where no engine answers; the rest needs an engine, and is an integration test. */
class SavepointCommandTest {

  @TempDir Path state;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(Path folder) {
    return SluiceCommand.run(
        new String[] {"savepoint", "--state", folder.toString()},
        new PrintWriter(out),
        new PrintWriter(err));
  }

  @Test
  void aFolderThatIsNotThereIsWrongUsage() {
    Path none = state.resolve("none");

    assertEquals(2, run(none));
    assertEquals("sluice: --state: " + none + ": there is no such folder\n", err.toString());
  }

  @Test
  void aFolderThatNoEngineRunsWithIsAFailure() {
    assertEquals(1, run(state));
    assertEquals(
        "sluice: no engine on Flink runs with the state folder " + state + "\n", err.toString());
  }

  @Test
  void anEngineThatWasKilledIsGone() throws Exception {
    Path run = Files.createDirectories(state.resolve("run-1"));
    Path address = run.resolve("rest-address");
    Files.writeString(address, "http://127.0.0.1:1\n");

    assertEquals(1, run(state));
    assertTrue(
        err.toString().endsWith("; the one that wrote " + address + " is gone\n"), err.toString());
    assertEquals("", out.toString());
  }
}
