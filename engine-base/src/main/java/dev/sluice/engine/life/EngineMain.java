package dev.sluice.engine.life;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.ConfigFile;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.KafkaClients;
import dev.sluice.engine.start.DrainEnd;
import dev.sluice.engine.start.RunPlan;
import dev.sluice.engine.start.StartOption;
import dev.sluice.engine.start.StartResolver;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** The child process of an engine, from its configuration file to its exit code (R14). */
public final class EngineMain {

  /** A server that does not answer by then may be what the run failed of. */
  private static final Duration EXPLAINED = Duration.ofSeconds(5);

  /**
   * Runs an engine as this process and exits: 0 done or stopped, 1 failed, 2 bad configuration.
   * Never returns. Standard output is taken for the status lines; what anybody else prints to it
   * goes to standard error. The process's default locale becomes English, whatever the machine's
   * is: libraries make names, numbers and messages by it.
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
            KafkaClients.require(
                config.kafka(), engine.kafkaPropertyNames(), () -> engine.kafkaClients(config));
            return StartResolver.resolve(config);
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

  /** How a file becomes a configuration: a seam for tests. */
  @FunctionalInterface
  interface Reader {
    EngineConfig read(Path file);
  }

  /** How a configuration becomes numbers: a seam for tests, which have no servers. */
  @FunctionalInterface
  interface Resolver {
    RunPlan resolve(EngineConfig config);

    /** Throws where records of a drain that has ended are not done. */
    default void requireDone(RunPlan drained) {}

    /** What a run that has failed would be refused with, if it were started again. */
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
      if (args.length != 1) {
        throw new ConfigException(
            "usage", name + " CONFIG-FILE, one argument; there are " + args.length);
      }
      EngineConfig config = reader.read(Path.of(args[0]));
      process.configure(config);
      checkStart(name, engine, config);
      engine.check(config);
      process.run(engine, resolver.resolve(config), resolver::requireDone);
    } catch (Throwable e) {
      // Errors too: an engine that ran out of memory or lacks a class has failed like any other.
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
              + " saves no state that a run could start from; resume goes on where the ledger stands");
    }
  }

  private EngineMain() {}
}
