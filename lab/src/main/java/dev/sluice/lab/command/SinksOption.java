// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.run.SinkKind;
import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
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
   * @param entries the engines that are to write to them
   * @param err for a line about each engine that cannot write to one of them
   * @throws ConfigException if there is no such sink, or if no engine can write to it
   */
  List<SinkKind> kinds(List<EngineCatalog.Entry> entries, PrintWriter err) {
    Set<SinkKind> kinds = new LinkedHashSet<>();
    for (String name : names) {
      SinkKind kind =
          SinkKind.of(name)
              .orElseThrow(
                  () ->
                      new ConfigException("--sinks", name + " is not one of " + SinkKind.codes()));
      if (entries.stream().noneMatch(entry -> kind.isFor(entry.mode()))) {
        throw new ConfigException("--sinks", "none of these engines can write to " + name);
      }
      entries.stream()
          .filter(entry -> !kind.isFor(entry.mode()))
          .forEach(
              entry ->
                  err.println(
                      "  "
                          + entry.mode().name()
                          + " keeps no ledger, and does not write to "
                          + name));
      kinds.add(kind);
    }
    err.flush();
    return List.copyOf(kinds);
  }
}
