// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.run.SinkKind;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Option;

/** The option for the sinks that each engine writes to, one after the other. */
final class SinksOption {

  @SetsKey("sink")
  @Option(
      names = "--sinks",
      paramLabel = "NAME",
      split = ",",
      defaultValue = "postgres",
      description =
          "Where each engine writes to: postgres, kafka or both, in this order; with both, all of"
              + " them are compared with each other (default: ${DEFAULT-VALUE}).")
  private List<String> names;

  /**
   * The kinds of sinks that were named, each once.
   *
   * @throws ConfigException if there is no such sink
   */
  List<SinkKind> kinds() {
    return names.stream()
        .map(
            name ->
                SinkKind.of(name)
                    .orElseThrow(
                        () ->
                            new ConfigException(
                                "--sinks", name + " is not one of " + SinkKind.codes())))
        .distinct()
        .toList();
  }

  /**
   * Checks that there is an engine for each sink.
   *
   * @param err for a line about each engine that cannot write to one of them
   * @throws ConfigException if no engine can write to one of them
   */
  void requireFor(List<EngineCatalog.Entry> entries, PrintWriter err) {
    for (SinkKind kind : kinds()) {
      if (entries.stream().noneMatch(entry -> kind.isFor(entry.mode()))) {
        throw new ConfigException("--sinks", "none of these engines writes to " + kind.code());
      }
      entries.stream()
          .filter(entry -> !kind.isFor(entry.mode()))
          .forEach(
              entry ->
                  err.println("  " + entry.mode().name() + " does not write to " + kind.code()));
    }
    err.flush();
  }
}
