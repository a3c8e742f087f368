// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.run;

import dev.sluice.lab.engine.ClassArchive;
import dev.sluice.lab.engine.EngineChild;
import dev.sluice.lab.engine.EngineFailure;
import dev.sluice.lab.server.DatabaseSchema;
import dev.sluice.lab.server.RunDirectory;
import dev.sluice.lab.server.Servers;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;

/**
 * A drain of which only the archive of the engine's classes is kept. Recording classes makes a
 * start slower, and writing them down takes seconds, so a drain that is measured cannot do it too.
 */
final class ArchiveDrain {

  private final RunDirectory run;
  private final Servers servers;
  private final EngineSetup setup;
  private final ClassArchive archive;

  /**
   * @param setup a drain into a schema of its own, which is dropped afterwards
   */
  ArchiveDrain(RunDirectory run, Servers servers, EngineSetup setup) {
    this.run = run;
    this.servers = servers;
    this.setup = setup;
    this.archive = ClassArchive.of(setup.entry().engine());
  }

  /** Whether the engine could start sooner with an archive, and has none. */
  boolean isUseful() {
    return archive.isPossible() && !archive.exists();
  }

  /**
   * Drains, and keeps the archive.
   *
   * @return whether there is one now; without it, starts are slower and nothing else changes
   */
  boolean run(Duration patience) throws SQLException {
    Path made = run.freshFile(setup.entry().mode().name(), ".jsa");
    try (EngineChild child = setup.start(run, archive.useOrMake(made, Map.of()), status -> {})) {
      child.awaitEnd(patience);
      archive.keep(made);
    } catch (EngineFailure | IOException withoutArchive) {
      return false;
    } finally {
      dropSchema();
    }
    return archive.exists();
  }

  private void dropSchema() throws SQLException {
    try (Connection connection = servers.connect()) {
      DatabaseSchema.drop(connection, setup.config().postgres().schema());
    }
  }
}
