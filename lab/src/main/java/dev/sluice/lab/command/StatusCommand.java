// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import static dev.sluice.lab.report.Numbers.number;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.ConfigFile;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.plan.StartException;
import dev.sluice.lab.report.PrettyJson;
import dev.sluice.lab.report.Style;
import dev.sluice.lab.status.PartitionStatus;
import dev.sluice.lab.status.PipelinePlace;
import dev.sluice.lab.status.Status;
import dev.sluice.lab.status.StatusJson;
import dev.sluice.lab.status.StatusReader;
import dev.sluice.lab.status.StatusText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows how far a pipeline is. */
@Command(
    name = "status",
    description = {
      "Show how far a pipeline is, from its sink's ledger and its topic; asks no engine.",
      "Name the servers as for 'sluice run', or the configuration file that the engine runs with.",
      "Reads only: nothing is created or changed."
    },
    footer = {
      "",
      "Exit codes: 0 shown; 1 as --fail-if-lag-over describes; 2 it cannot be shown.",
      "Secrets are never given on the command line; see 'sluice run --help'."
    })
final class StatusCommand implements Callable<Integer> {

  private static final int BEHIND = 1;

  /** To the first line, and what is below it is erased. */
  private static final String REDRAW = "\u001b[H\u001b[J";

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "CONFIG",
      description = "An engine's configuration file, instead of the options for topic and sink.")
  private Path file;

  @ArgGroup(exclusive = false)
  private SourceOptions topic;

  @Mixin private SinkPlaceOptions sink;

  @Within(least = 1, most = 86_400)
  @Option(
      names = "--watch",
      arity = "0..1",
      fallbackValue = "2",
      paramLabel = "SECONDS",
      description =
          "Look again and again until Ctrl-C, each time after so many seconds (without a number: 2),"
              + " and show rates.")
  private Integer watch;

  @Option(
      names = "--json",
      description = "Print JSON; with --watch, one object on one line for each look.")
  private boolean json;

  @Within(least = 0)
  @Option(
      names = "--fail-if-lag-over",
      paramLabel = "N",
      description =
          "Exit with 1 if the lag of all partitions together is over N, or if the log no longer has"
              + " a record that is next.")
  private Long most;

  @Override
  public Integer call() {
    if (watch != null && most != null) {
      throw new ParameterException(
          spec.commandLine(), "--fail-if-lag-over: is for a single look; remove --watch");
    }
    if (file != null) {
      refuseOptions();
    }
    try {
      return show(place());
    } catch (ConfigException e) {
      // A driver's message may have several lines.
      String problem = e.problem().replaceAll("\\s*\\R\\s*", " ");
      ConfigException failure = new ConfigException(e.key(), problem);
      throw file == null ? failure : inFile(failure);
    }
  }

  private PipelinePlace place() {
    if (file == null) {
      return PipelinePlace.of(source(), sink.settings(spec, false));
    }
    EngineConfig config = ConfigFile.read(file);
    return PipelinePlace.of(config.kafka(), config.sink());
  }

  private EngineConfig.Kafka source() {
    if (topic == null) {
      throw new ParameterException(
          spec.commandLine(),
          "name an engine's configuration file, or the topic and its sink with --kafka, --topic"
              + " and the sink's options");
    }
    return topic.kafka();
  }

  /** The file names all servers; with an option beside it, it would be unclear which counts. */
  private void refuseOptions() {
    Optional<OptionSpec> given =
        spec.commandLine().getParseResult().matchedOptions().stream()
            .filter(OptionBounds::setsKey)
            .findFirst();
    if (given.isPresent()) {
      throw new ParameterException(
          spec.commandLine(),
          given.get().longestName() + ": " + file + " has that already; remove one of them");
    }
  }

  /** The error with the file in front, so that its key is not replaced by that of an option. */
  private ConfigException inFile(ConfigException failure) {
    return failure.getMessage().startsWith(file + ":") || failure.key().startsWith(file.toString())
        ? failure
        : new ConfigException(
            file.toString(), failure.getMessage().replace(" (in " + file + ")", ""));
  }

  private int show(PipelinePlace place) {
    try (StatusReader reader = StatusReader.of(place)) {
      Status status = reader.look();
      return watch == null ? once(status) : watch(reader, status);
    } catch (StartException e) {
      // Not 1: a script must know whether the lag is over its bound, or unknown.
      throw unreachable(e);
    }
  }

  private int once(Status status) {
    print(
        json
            ? PrettyJson.text(StatusJson.of(status))
            : StatusText.render(status, false, Style.ofStandardOutput()));
    if (most == null) {
      return 0;
    }
    Optional<String> failure = failure(status);
    failure.ifPresent(this::report);
    return failure.isPresent() ? BEHIND : 0;
  }

  /** Why a script must not take the pipeline for one that keeps up; empty if it does. */
  private Optional<String> failure(Status status) {
    if (status.lag() > most) {
      return Optional.of("the lag is " + number(status.lag()) + ", over " + number(most));
    }
    // What is gone is in no lag.
    return status.partitions().stream()
        .filter(PartitionStatus::isGone)
        .findFirst()
        .map(
            gone ->
                "the log of partition "
                    + gone.partition()
                    + " no longer has the record that is next");
  }

  /** Shows one look after the other; returns if the thread is interrupted. */
  private int watch(StatusReader reader, Status first) {
    Status status = first;
    try {
      while (true) {
        if (status != null) {
          print(block(status));
        }
        TimeUnit.SECONDS.sleep(watch);
        status = lookAgain(reader);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  private String block(Status status) {
    if (json) {
      return StatusJson.of(status) + "\n";
    }
    String text = StatusText.render(status, true, Style.ofStandardOutput());
    boolean isRedrawn = Style.isTerminal() && !"dumb".equals(System.getenv("TERM"));
    return isRedrawn ? REDRAW + text : text + "\n";
  }

  /** Null if a server does not answer now: a watch continues, since that is when it is needed. */
  private Status lookAgain(StatusReader reader) throws InterruptedException {
    try {
      return reader.look();
    } catch (StartException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException(e.getMessage());
      }
      ConfigException problem = unreachable(e);
      report(
          (file == null
                  ? OptionBounds.named(problem.getMessage(), spec)
                  : inFile(problem).getMessage())
              + "; looking again");
      return null;
    }
  }

  /** The same as an error of the configuration, whose key is what the message starts with. */
  private static ConfigException unreachable(StartException failure) {
    String[] parts = failure.getMessage().split(": ", 2);
    return parts.length == 2
        ? new ConfigException(parts[0], parts[1])
        : new ConfigException("status", failure.getMessage());
  }

  private void print(String text) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(text);
    out.flush();
  }

  private void report(String problem) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("sluice: " + problem);
    err.flush();
  }
}
