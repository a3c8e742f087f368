// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.certify;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.life.Engine;
import dev.sluice.engine.life.EngineMain;
import dev.sluice.engine.life.EngineRun;
import dev.sluice.kit.reference.ConsumerLoop;
import dev.sluice.kit.reference.ReferenceMain;
import dev.sluice.lab.engine.Capability;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.engine.EngineDescriptor;
import dev.sluice.lab.engine.EngineMode;
import dev.sluice.lab.engine.JavaReleases;
import dev.sluice.sink.postgres.PgSettings;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The reference engine without the capabilities that no real engine here declines. */
public final class ModestEngine implements Engine {

  private static final Map<Capability, String> DECLINES =
      Map.of(
          Capability.START, "it always starts at the earliest record",
          Capability.CREATE_TABLES, "the owner of the database creates the tables");

  /** The entry with which the kit starts it. */
  static EngineCatalog.Entry entry(Path home) {
    String classpath =
        String.join(
            File.pathSeparator,
            home.resolve("it-tests/target/test-classes").toString(),
            home.resolve("it-tests/target/kit/lib/*").toString(),
            home.resolve("lab/target/lab/lib/*").toString());
    EngineMode mode = new EngineMode("modest", "plain loop", DECLINES);
    return new EngineCatalog.Entry(
        new EngineDescriptor(
            home,
            ReferenceMain.NAME,
            ReferenceMain.VERSION,
            List.of("${java}", "-Xmx256m", "-cp", classpath, ModestEngine.class.getName()),
            JavaReleases.UNSAID,
            Optional.empty(),
            List.of(mode)),
        mode);
  }

  /** Starts the process. */
  public static void main(String[] args) {
    EngineMain.run(ReferenceMain.NAME, ReferenceMain.VERSION, new ModestEngine(), args);
  }

  @Override
  public void check(EngineConfig config) {
    if (!config.start().equals("resume")) {
      throw new ConfigException("start", config.start() + "; this engine supports only resume");
    }
    if (PgSettings.of(config).createTables()) {
      throw new ConfigException("postgres.create.tables", "true; this engine creates no tables");
    }
  }

  @Override
  public void run(EngineRun run) throws Exception {
    try (ConsumerLoop loop = new ConsumerLoop(run.plan())) {
      loop.run(run);
    }
  }
}
