// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.drill;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.lab.command.AddedCommand;
import dev.sluice.lab.command.SeedOption;
import dev.sluice.lab.engine.ClusterRecipe;
import dev.sluice.lab.engine.EngineCatalog;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs an engine on a real cluster, and kills a part of it. */
@Command(
    name = "cluster",
    description = {
      "Run an engine on a real cluster of several processes on this machine, for an audience.",
      "Starts the cluster, submits the job jar, lets events arrive, and compares the tables at the"
          + " end: Flink with JobManager, ZooKeeper and two TaskManagers, Spark with master and two"
          + " workers, Kafka Streams in three processes."
    })
public final class ClusterCommand implements AddedCommand {

  @Spec private CommandSpec spec;

  @Parameters(
      index = "0",
      paramLabel = "ENGINE",
      description = "The engine: flink, spark or kstreams.")
  private String engine;

  @Option(
      names = "--kill",
      paramLabel = "worker|driver|jobmanager",
      description = "Kill (kill -9) such a process of the cluster while events arrive.")
  private String kill;

  @Mixin private LoadOptions load;
  @Mixin private SeedOption seed;

  @Override
  public Integer call() throws Exception {
    EngineCatalog catalog = EngineCatalog.under(EngineCatalog.home());
    String mode = engine + ClusterRecipe.SUFFIX;
    if (!catalog.clusterNames().contains(mode)) {
      throw new ConfigException(
          "ENGINE",
          engine
              + " has no cluster; available: "
              + String.join(
                  ", ",
                  catalog.clusterNames().stream()
                      .map(name -> name.replace(ClusterRecipe.SUFFIX, ""))
                      .sorted()
                      .toList()));
    }
    EngineCatalog.Entry entry = catalog.resolve(mode);
    Plot plot = Plot.NONE;
    if (kill != null) {
      plot = Plot.of("--kill", kill);
      if (!entry.clusterProcesses().contains(kill)) {
        throw new ConfigException(
            "--kill", kill + " is not of this cluster, which has " + entry.clusterProcesses());
      }
    }
    return DrillCommand.drill(spec.commandLine(), plot, List.of(entry), load, seed.value());
  }
}
