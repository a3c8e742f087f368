// SPDX-License-Identifier: Apache-2.0
package dev.sluice.flink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.EngineConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SavedStateTest {

  @TempDir Path folder;

  @Test
  void r15_otherStartsRestoreNothing() {
    assertEquals(Optional.empty(), SavedState.of(starting("resume")));
  }

  @Test
  void r13_aPathThatIsNotThereIsRefusedByName() {
    assertRefused("savepoint:" + folder.resolve("none"));
    assertRefused("checkpoint:" + folder.resolve("none"));
    assertRefused("savepoint:no-such-scheme://x/y");
  }

  @Test
  void r13_whatIsNoSavepointIsRefusedByName() throws Exception {
    assertRefused("savepoint:" + folder);
    Files.writeString(folder.resolve("_metadata"), "");
    assertRefused("savepoint:" + folder);
    Files.writeString(folder.resolve("_metadata"), "this is not the metadata of a savepoint");
    assertRefused("savepoint:" + folder);
  }

  private static void assertRefused(String start) {
    String message =
        assertThrows(ConfigException.class, () -> SavedState.of(starting(start))).getMessage();
    assertTrue(message.startsWith("start: " + start + ": "), message);
    assertTrue(!message.contains("\n"), message);
  }

  private static EngineConfig starting(String start) {
    EngineConfig config = FlinkJobTest.plan(FlinkJob.LEDGER_MODE, 2, 2, false).config();
    return new EngineConfig(
        config.engine(),
        config.kafka(),
        config.sink(),
        config.decision(),
        start,
        config.drain(),
        config.supervised(),
        config.parallelism(),
        config.batch(),
        config.commitIntervalMillis(),
        config.retryDeadlineMillis(),
        config.stopTimeoutMillis(),
        config.stateDir());
  }
}
