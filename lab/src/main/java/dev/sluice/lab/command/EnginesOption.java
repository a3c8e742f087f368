// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import dev.sluice.lab.engine.EngineCatalog;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/**
 * The option for the engines of a command that runs several, one after the other. A command that
 * runs exactly one has {@code --engine}.
 */
public class EnginesOption {

  private static final String DEFAULT = "flink,spark,kstreams";

  @SetsKey("engine")
  @Option(
      names = "--engines",
      paramLabel = "NAME|DIR",
      split = ",",
      description =
          "Which engines, in this order: names such as flink-jdbc, or the folder of your own engine"
              + " (default: "
              + DEFAULT
              + ", without those that cannot run on this Java).")
  private List<String> engines;

  /** The former name, for scripts. */
  @SetsKey("engine")
  @Option(names = "--engine", hidden = true, paramLabel = "NAME|DIR", split = ",")
  private List<String> former;

  /**
   * The engines that the user named, or the default ones that can run here. Prints one line for
   * each default engine that is left out, and for each engine that was not tested on this Java.
   *
   * @param err for those lines
   * @throws dev.sluice.engine.config.ConfigException if there is no such engine, or if one that the
   *     user named cannot run here
   */
  public final EngineChoice choice(PrintWriter err) {
    return choice(err, new OnOption());
  }

  /** The same, in the place that the user named. */
  public final EngineChoice choice(PrintWriter err, OnOption on) {
    EngineCatalog catalog = EngineCatalog.under(EngineCatalog.home());
    List<String> named = named();
    EngineChoice choice =
        named.isEmpty()
            ? EngineChoice.ofAll(catalog, on.placed(List.of(DEFAULT.split(","))))
            : EngineChoice.named(catalog, on.placed(named));
    choice.remarks(Runtime.version().feature()).forEach(err::println);
    err.flush();
    return choice;
  }

  private List<String> named() {
    List<String> named = new ArrayList<>();
    if (engines != null) {
      named.addAll(engines);
    }
    if (former != null) {
      named.addAll(former);
    }
    return named;
  }
}
