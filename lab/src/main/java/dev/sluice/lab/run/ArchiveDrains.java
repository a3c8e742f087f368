// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.run;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.lab.engine.ClassArchive;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.engine.EngineChild;
import dev.sluice.lab.engine.EngineFailure;
import dev.sluice.lab.server.DatabaseSchema;
import dev.sluice.lab.server.RunDirectory;
import dev.sluice.lab.server.Servers;
import dev.sluice.sink.postgres.PgSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Drains of which only the archives of the engines' classes are kept. Recording classes makes a
 * start slower, and writing them down takes seconds, so a drain that is measured cannot do it too.
 */
public final class ArchiveDrains {

  private final RunDirectory run;
  private final Servers servers;
  private final Progress progress;

  /**
   * @param progress receives how many archives were made
   */
  public ArchiveDrains(RunDirectory run, Servers servers, Progress progress) {
    this.run = run;
    this.servers = servers;
    this.progress = progress;
  }

  /**
   * Of the engines that could start sooner with an archive and have none, the first mode each: an
   * engine has one archive for all of its modes.
   */
  public static List<EngineCatalog.Entry> lacking(List<EngineCatalog.Entry> entries) {
    List<EngineCatalog.Entry> lacking = new ArrayList<>();
    Set<Path> seen = new HashSet<>();
    for (EngineCatalog.Entry entry : entries) {
      ClassArchive archive = ClassArchive.of(entry.engine());
      if (archive.isPossible() && !archive.exists() && seen.add(entry.engine().folder())) {
        lacking.add(entry);
      }
    }
    return lacking;
  }

  /**
   * Has each mode drain a topic into a schema of its own, which is then dropped, and keeps the
   * archives. Where that fails there is none: starts are slower, and nothing else changes.
   *
   * @param lacking as returned by {@link #lacking}
   * @param patience how long one drain may take
   */
  public void run(
      List<EngineCatalog.Entry> lacking,
      String topic,
      EngineConfig.Decision decision,
      int parallelism,
      Duration patience)
      throws SQLException {
    int kept = 0;
    for (EngineCatalog.Entry entry : lacking) {
      progress.at("archives", kept, 0);
      EngineSetup setup =
          EngineSetup.draining(run, servers, entry, topic, decision, parallelism)
              .withSchema(servers.prefix() + "archive_" + EngineSetup.schema(entry.mode().name()));
      kept += isKept(setup, patience) ? 1 : 0;
    }
    if (kept > 0) {
      progress.done("archives", kept + " engines start sooner now");
    }
  }

  private boolean isKept(EngineSetup setup, Duration patience) throws SQLException {
    ClassArchive archive = ClassArchive.of(setup.entry().engine());
    Path made = run.freshFile(setup.entry().mode().name(), ".jsa");
    try (EngineChild child = setup.start(run, archive.useOrMake(made, Map.of()), status -> {})) {
      child.awaitEnd(patience);
      archive.keep(made);
    } catch (EngineFailure | IOException withoutArchive) {
      return false;
    } finally {
      dropSchema(setup);
    }
    return archive.exists();
  }

  private void dropSchema(EngineSetup setup) throws SQLException {
    try (Connection connection = servers.connect()) {
      DatabaseSchema.drop(connection, PgSettings.of(setup.config()).schema());
    }
  }
}
