// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.lab.engine.ClusterRecipe;
import java.util.List;
import picocli.CommandLine.Option;

/** The option for where a command's engines run. */
public final class OnOption {

  private static final String PROCESS = "process";
  private static final String CLUSTER = "cluster";

  @Option(
      names = "--on",
      paramLabel = "process|cluster",
      description =
          "Where the engines run: process, each in one of its own; or cluster, each on a real cluster"
              + " of several processes, which every run starts on this machine (default: process).")
  private String on = PROCESS;

  /**
   * The names of modes in that place.
   *
   * @throws ConfigException if there is no such place
   */
  public List<String> placed(List<String> names) {
    return isCluster() ? names.stream().map(name -> name + ClusterRecipe.SUFFIX).toList() : names;
  }

  /** Whether that is a cluster. */
  public boolean isCluster() {
    if (!on.equals(PROCESS) && !on.equals(CLUSTER)) {
      throw new ConfigException("--on", on + " is neither " + PROCESS + " nor " + CLUSTER);
    }
    return on.equals(CLUSTER);
  }
}
