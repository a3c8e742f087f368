// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.FileFault;
import dev.sluice.engine.config.ListenAddress;
import dev.sluice.engine.config.SinkSettings;
import dev.sluice.engine.start.StartOption;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.engine.EngineChild;
import dev.sluice.lab.engine.EngineExit;
import dev.sluice.lab.engine.EngineStatus;
import dev.sluice.lab.run.DecisionSource;
import dev.sluice.lab.run.EngineSetup;
import dev.sluice.lab.server.LabRun;
import dev.sluice.lab.server.LogTail;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs one engine with the user's own servers. */
@Command(
    name = "run",
    description = {
      "Run one engine with your own Kafka, and your own Postgres or topics for its rows.",
      "Runs until Ctrl-C or, with --drain, until all that the topic holds now is written."
    },
    footer = {
      "",
      "Secrets are never given on the command line: the database's user and password come from",
      "SLUICE_POSTGRES_USER and SLUICE_POSTGRES_PASSWORD, Kafka's security settings from the files of",
      "--kafka-properties and --sink-kafka-properties."
    })
final class RunCommand implements Callable<Integer> {

  private static final Duration NO_LIMIT = Duration.ofDays(36_500);
  private static final Duration STOP = Duration.ofSeconds(20);
  private static final int LOG_LINES = 20;
  private static final int FAILED = 1;
  private static final int WRONG_CONFIGURATION = 2;

  @Spec private CommandSpec spec;

  @SetsKey("engine")
  @Option(names = "--engine", required = true, paramLabel = "NAME", description = "Which engine.")
  private String engine;

  @Mixin private SourceOptions topic;

  @Mixin private RunSinkOptions sink;

  @SetsKey("start")
  @Option(
      names = "--from",
      paramLabel = "WHERE",
      defaultValue = "resume",
      description =
          "Where to start: resume, earliest, latest, offsets:0=15,1=7,"
              + " timestamp:2026-01-31T07:40:00Z, savepoint:PATH or checkpoint:PATH (default:"
              + " ${DEFAULT-VALUE}: at the ledger's offsets, or else at the earliest).")
  private String from;

  @Option(names = "--drain", description = "Stop when all that the topic holds now is written.")
  private boolean drain;

  @Mixin private ParallelismOption parallelism;

  @SetsKey("state.dir")
  @Option(
      names = "--state",
      paramLabel = "DIR",
      description =
          "The folder of the engine's state (default: target/sluice/state/ENGINE-NAME, of the schema or the topics).")
  private Path state;

  @SetsKey("metrics.listen")
  @Option(
      names = "--metrics",
      paramLabel = "[HOST:]PORT",
      description =
          "Serve metrics and health by HTTP; a port without a host is on loopback (default: nowhere).")
  private String metrics;

  @Mixin private DecisionOptions decision;

  @Override
  public Integer call() throws Exception {
    PrintWriter err = spec.commandLine().getErr();
    SinkSettings settings = sink.settings(spec);
    EngineConfig.Kafka kafka = topic.kafka();
    DecisionSource source = decision.source();
    String start = start();
    if (state != null && Files.exists(state) && !Files.isDirectory(state)) {
      throw new ConfigException("--state", state + ": it is not a folder");
    }
    EngineCatalog.Entry entry = EngineCatalog.under(EngineCatalog.home()).resolve(engine);
    try (LabRun run = LabRun.open(err)) {
      EngineSetup setup = new EngineSetup(entry, config(kafka, settings, source, start));
      ProgressLine progress = new ProgressLine(err);
      EngineChild child = setup.start(run.directory(), status -> hear(progress, status));
      // A signal closes the run, which stops the engine: gracefully, if that takes at most STOP.
      run.own(() -> child.stop(STOP));
      EngineExit exit = child.awaitEnd(NO_LIMIT);
      if (exit.code() == WRONG_CONFIGURATION && exit.reason().isPresent()) {
        err.println("sluice: " + OptionBounds.named(exit.reason().get(), spec));
        err.flush();
        return WRONG_CONFIGURATION;
      }
      if (exit.problem().isPresent()) {
        err.println("sluice: " + engine + " " + exit.problem().get());
        err.println(LogTail.of(child.log(), LOG_LINES));
        err.flush();
        return FAILED;
      }
      progress.done(engine, last(exit));
      return 0;
    }
  }

  private static String last(EngineExit exit) {
    return exit.lastStatus()
        .map(status -> status.kind().name().toLowerCase(Locale.ROOT))
        .orElse("ended");
  }

  private void hear(ProgressLine progress, EngineStatus status) {
    switch (status.kind()) {
      case RUNNING -> progress.done(engine, "running");
      case PROGRESS -> progress.at(engine, status.records().orElse(0), 0);
      default -> {
        // The exit shows how the engine ended.
      }
    }
  }

  private EngineConfig config(
      EngineConfig.Kafka kafka, SinkSettings settings, DecisionSource source, String start) {
    return new EngineConfig(
        engine,
        kafka,
        settings,
        source.decision(),
        start,
        drain,
        true,
        parallelism.value(),
        EngineConfig.Batching.DEFAULT,
        EngineConfig.DEFAULT_COMMIT_INTERVAL_MILLIS,
        EngineConfig.DEFAULT_RETRY_DEADLINE_MILLIS,
        EngineConfig.DEFAULT_STOP_TIMEOUT_MILLIS,
        stateFolder().toString(),
        metrics == null ? null : ListenAddress.parse(metrics).orElseThrow());
  }

  /** The start, with an absolute path: the engine runs in another working directory. */
  private String start() {
    if (StartOption.parse(from) instanceof StartOption.Restored saved
        && !saved.path().matches("[a-z0-9]+:.*")) {
      String path = Path.of(saved.path()).toAbsolutePath().toString();
      return new StartOption.Restored(saved.kind(), path).text();
    }
    return from;
  }

  private Path stateFolder() {
    Path folder =
        state != null
            ? state
            : EngineCatalog.home()
                .resolve("target/sluice/state")
                .resolve(engine + "-" + sink.place());
    try {
      return Files.createDirectories(folder.toAbsolutePath());
    } catch (IOException e) {
      throw new ConfigException("--state", folder + ": " + FileFault.reason(folder, e));
    }
  }
}
