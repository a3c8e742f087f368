// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.life;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.ConfigFile;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.KafkaClients;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.start.DrainEnd;
import dev.sluice.engine.start.StartOption;
import dev.sluice.engine.start.StartResolver;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Runs an engine's child process, from its configuration file to its exit code (R14). */
public final class EngineMain {

  /**
   * How long to wait for the servers after a failure; that they are unreachable may be its cause.
   */
  private static final Duration EXPLAINED = Duration.ofSeconds(5);

  /**
   * Runs an engine as this process and exits: 0 done or stopped, 1 failed, 2 bad configuration.
   * Never returns. Standard output carries only the status lines; what other code prints to it goes
   * to standard error. The process's default locale becomes English on every machine: libraries use
   * it for names, numbers and messages.
   *
   * @param name the engine's name, as in its descriptor
   * @param version the engine's own version, for the status lines
   * @param args the process's arguments: one configuration file
   */
  public static void run(String name, String version, Engine engine, String... args) {
    Locale.setDefault(Locale.ENGLISH);
    run(
        name,
        version,
        engine,
        ConfigFile::read,
        new Resolver() {
          @Override
          public RunPlan resolve(EngineConfig config) {
            return EngineMain.resolve(engine, config);
          }

          @Override
          public void requireDone(RunPlan drained) {
            DrainEnd.of(drained).require();
          }

          @Override
          public Optional<RuntimeException> refusal(RunPlan failed) {
            return StartResolver.refusal(failed, EXPLAINED);
          }
        },
        args);
  }

  /**
   * The one argument.
   *
   * @throws ConfigException if there is not exactly one
   */
  static Path file(String name, String... args) {
    if (args.length != 1) {
      throw new ConfigException(
          "usage", name + " CONFIG-FILE; one argument is required, there are " + args.length);
    }
    return Path.of(args[0]);
  }

  /** Resolves a configuration that the engine has checked. */
  static RunPlan resolve(Engine engine, EngineConfig config) {
    KafkaClients.require(
        "kafka", config.kafka(), engine.kafkaPropertyNames(), () -> engine.kafkaClients(config));
    return StartResolver.resolve(config);
  }

  /** Reads a configuration file; replaced in tests. */
  @FunctionalInterface
  interface Reader {
    EngineConfig read(Path file);
  }

  /** Resolves a configuration against the servers; replaced in tests, which have none. */
  @FunctionalInterface
  interface Resolver {
    RunPlan resolve(EngineConfig config);

    /** Throws if records of a drain that has ended are not processed. */
    default void requireDone(RunPlan drained) {}

    /** Why a failed run, if started again, would be refused; empty if it would not. */
    default Optional<RuntimeException> refusal(RunPlan failed) {
      return Optional.empty();
    }
  }

  static void run(
      String name,
      String version,
      Engine engine,
      Reader reader,
      Resolver resolver,
      String... args) {
    StatusLines lines = new StatusLines(new FileOutputStream(FileDescriptor.out));
    System.setOut(System.err);
    EngineProcess process = new EngineProcess(lines);
    try {
      process.guard();
      lines.starting(name, version);
      EngineConfig config = reader.read(file(name, args));
      process.configure(config);
      checkStart(name, engine, config);
      engine.check(config);
      process.monitor(config, version, engine.keepsLedger(config));
      process.run(engine, resolver.resolve(config), resolver::requireDone);
    } catch (Throwable e) {
      // Errors too: running out of memory or a missing class is a failure like any other.
      process.fail(e);
    }
    try {
      process.explain(resolver::refusal);
    } catch (Throwable e) {
      process.fail(e);
    } finally {
      process.end();
    }
  }

  private static void checkStart(String name, Engine engine, EngineConfig config) {
    if (StartOption.parse(config.start()) instanceof StartOption.Restored && !engine.restores()) {
      throw new ConfigException(
          "start",
          config.start()
              + "; "
              + name
              + " saves no state to start from; use resume, which continues from the ledger");
    }
  }

  private EngineMain() {}
}
