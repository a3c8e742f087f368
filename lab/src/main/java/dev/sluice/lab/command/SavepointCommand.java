// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import dev.sluice.lab.engine.RunningJob;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Takes a savepoint of a running engine. */
@Command(
    name = "savepoint",
    description = {
      "Take a savepoint of a Flink engine that runs on this machine, and print its path.",
      "A run that starts from it may use another parallelism or another version of Flink."
    })
final class SavepointCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Option(
      names = "--state",
      required = true,
      paramLabel = "DIR",
      description = "The engine's state folder: its state.dir, or --state of 'sluice run'.")
  private Path state;

  @Option(names = "--stop", description = "Also stop the engine, gracefully.")
  private boolean stop;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description = "Where to write it (default: savepoints in the run's folder below the state).")
  private Path to;

  @Override
  public void run() {
    RunningJob job = RunningJob.in(state);
    Optional<Path> folder = Optional.ofNullable(to);
    String path = stop ? job.stop(folder) : job.savepoint(folder);
    PrintWriter out = spec.commandLine().getOut();
    out.println(path);
    out.println();
    out.println("  start from it   ./sluice run --engine … --from savepoint:" + path);
    out.println("  or configure    start: savepoint:" + path);
    out.flush();
  }
}
