// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.run;

import dev.sluice.engine.config.ConfigFile;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.SinkSettings;
import dev.sluice.lab.engine.Capability;
import dev.sluice.lab.engine.ClassArchive;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.engine.EngineChild;
import dev.sluice.lab.engine.EngineMode;
import dev.sluice.lab.engine.EngineStatus;
import dev.sluice.lab.server.RunDirectory;
import dev.sluice.lab.server.Servers;
import dev.sluice.sink.postgres.PgSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * What an engine is started with. Immutable: each change returns a new setup.
 *
 * @param entry the engine and its mode
 * @param config the content of its configuration file
 */
public record EngineSetup(EngineCatalog.Entry entry, EngineConfig config) {

  public EngineSetup {
    Objects.requireNonNull(entry, "entry");
    Objects.requireNonNull(config, "config");
  }

  /**
   * A supervised run that drains the topic into the mode's own schema, with its state in the run's
   * folder.
   */
  public static EngineSetup draining(
      RunDirectory run,
      Servers servers,
      EngineCatalog.Entry entry,
      String topic,
      EngineConfig.Decision decision,
      int parallelism) {
    String mode = entry.mode().name();
    return new EngineSetup(
        entry,
        new EngineConfig(
            mode,
            new EngineConfig.Kafka(servers.bootstrapServers(), topic, servers.kafkaProperties()),
            new PgSettings(
                    servers.jdbcUrl(),
                    servers.user(),
                    servers.password(),
                    servers.prefix() + schema(mode),
                    true)
                .toSink(),
            asFarAsDeclared(decision, entry.mode()),
            "resume",
            true,
            true,
            parallelism,
            EngineConfig.Batching.DEFAULT,
            EngineConfig.DEFAULT_COMMIT_INTERVAL_MILLIS,
            EngineConfig.DEFAULT_RETRY_DEADLINE_MILLIS,
            EngineConfig.DEFAULT_STOP_TIMEOUT_MILLIS,
            run.folder("state-" + mode).toString()));
  }

  /** A mode that cannot count dead letters must keep all of them: it refuses any limit. */
  private static EngineConfig.Decision asFarAsDeclared(
      EngineConfig.Decision decision, EngineMode mode) {
    return mode.can(Capability.DEAD_LETTER_LIMIT) ? decision : decision.keepingAllDeadLetters();
  }

  /** The schema of a mode's tables, such as {@code flink_jdbc}, without the servers' prefix. */
  public static String schema(String mode) {
    return mode.replace('-', '_');
  }

  public EngineSetup withSchema(String schema) {
    return with(config.kafka(), PgSettings.of(config).withSchema(schema).toSink());
  }

  /** A copy that writes to another sink, and keeps its state in another folder. */
  public EngineSetup withSink(SinkSettings sink, Path stateDir) {
    return with(
        config.kafka(), sink, config.drain(), config.batch(), stateDir.toAbsolutePath().toString());
  }

  public EngineSetup withTopic(String topic) {
    EngineConfig.Kafka from = config.kafka();
    return with(
        new EngineConfig.Kafka(from.bootstrapServers(), topic, from.properties()), config.sink());
  }

  /**
   * A run that continues until stopped, for traffic that arrives while it runs.
   *
   * @param lingerMillis how long a record may wait for a batch to fill
   */
  public EngineSetup untilStopped(long lingerMillis) {
    return with(
        config.kafka(),
        config.sink(),
        false,
        new EngineConfig.Batching(config.batch().records(), lingerMillis),
        config.stateDir());
  }

  /** The same, with the linger unchanged. */
  public EngineSetup untilStopped() {
    return untilStopped(config.batch().lingerMillis());
  }

  private EngineSetup with(EngineConfig.Kafka from, SinkSettings to) {
    return with(from, to, config.drain(), config.batch(), config.stateDir());
  }

  private EngineSetup with(
      EngineConfig.Kafka from,
      SinkSettings to,
      boolean drain,
      EngineConfig.Batching batch,
      String stateDir) {
    return new EngineSetup(
        entry,
        new EngineConfig(
            config.engine(),
            from,
            to,
            config.decision(),
            config.start(),
            drain,
            config.supervised(),
            config.parallelism(),
            batch,
            config.commitIntervalMillis(),
            config.retryDeadlineMillis(),
            config.stopTimeoutMillis(),
            stateDir,
            config.metricsListen()));
  }

  /**
   * Starts the engine's process, with the archive of its classes if there is one.
   *
   * @param listener called with each status line, on a separate thread
   */
  public EngineChild start(RunDirectory run, Consumer<EngineStatus> listener) {
    return start(run, ClassArchive.of(entry.engine()).use(Map.of()), listener);
  }

  /**
   * Starts the engine's process with additional environment variables.
   *
   * @param environment variables by name, in addition to those of this process
   */
  public EngineChild start(
      RunDirectory run, Map<String, String> environment, Consumer<EngineStatus> listener) {
    Path file = run.freshFile(config.engine(), ".json");
    try {
      ConfigFile.write(file, config);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "configuration of " + config.engine() + ": cannot be written", e);
    }
    return EngineChild.start(run, entry, file, environment, listener);
  }
}
