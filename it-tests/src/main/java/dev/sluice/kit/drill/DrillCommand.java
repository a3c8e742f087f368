// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.drill;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.kit.fault.FaultRun;
import dev.sluice.kit.testbed.TestBed;
import dev.sluice.lab.command.AddedCommand;
import dev.sluice.lab.command.EnginesOption;
import dev.sluice.lab.command.OnOption;
import dev.sluice.lab.command.SeedOption;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.report.Style;
import dev.sluice.lab.server.EmbeddedServers;
import dev.sluice.lab.server.LabRun;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Demonstrates to an audience how engines recover from a fault. */
@Command(
    name = "drill",
    description = {
      "Break something under a running engine, for an audience, and show what happens.",
      "Shows what breaks, the time until the first new row, and whether the tables are correct at"
          + " the end."
    })
public final class DrillCommand implements AddedCommand {

  private static final Duration PATIENCE = Duration.ofSeconds(100);

  @Spec private CommandSpec spec;

  @Mixin private EnginesOption engines;
  @Mixin private OnOption on;

  @Option(
      names = "--fault",
      paramLabel = "FAULT",
      defaultValue = "kill9",
      description =
          "kill9 (of the engine), broker, database, network or rescale; with --on cluster also worker,"
              + " driver or jobmanager, of the clusters that have one (default: ${DEFAULT-VALUE}).")
  private String fault;

  @Mixin private LoadOptions load;
  @Mixin private SeedOption seed;

  @Override
  public Integer call() throws Exception {
    Plot plot = Plot.of("--fault", fault);
    List<EngineCatalog.Entry> entries = engines.choice(spec.commandLine().getErr(), on).entries();
    for (EngineCatalog.Entry entry : entries) {
      if (plot.fault().isPresent() && !plot.fault().get().isPossibleFor(entry)) {
        throw new ConfigException(
            "--fault",
            plot.code()
                + ": "
                + entry.mode().name()
                + " has none; it has "
                + entry.clusterProcesses());
      }
    }
    return drill(spec.commandLine(), plot, entries, load, seed.value());
  }

  /**
   * Runs the same drill with several engines, one after the other.
   *
   * @param command for its output
   * @param entries engines that have what the plot breaks
   * @return the exit code
   */
  static int drill(
      CommandLine command,
      Plot plot,
      List<EngineCatalog.Entry> entries,
      LoadOptions load,
      long seed)
      throws Exception {
    PrintWriter err = command.getErr();
    PrintWriter out = command.getOut();
    Style style = Style.ofStandardOutput();
    Map<String, Drill.Result> results = new LinkedHashMap<>();
    boolean good = true;
    try (LabRun run = LabRun.open(err)) {
      out.println(style.bold(style.plain("Drill: " + plot.title())) + "  (seed " + seed + ")");
      out.flush();
      TestBed testBed = TestBed.on(run, run.own(EmbeddedServers.start(run.directory())));
      for (EngineCatalog.Entry entry : entries) {
        String name = entry.mode().name();
        out.printf("%n%s %s%n", style.bold(name), entry.engine().version());
        DrillLog log = new DrillLog(out, style);
        try (FaultRun faults = FaultRun.begin(testBed, entry, seed, PATIENCE, plot::before)) {
          Drill drill = new Drill(faults, name, load, log);
          if (plot == Plot.NONE) {
            drill.watch();
          } else {
            results.put(name, drill.run(plot));
          }
        } catch (AssertionError failed) {
          log.bad("FAILED: " + failed.getMessage());
          good = false;
        }
      }
    }
    if (!results.isEmpty()) {
      out.print(table(results, style));
    }
    out.flush();
    return good ? 0 : 1;
  }

  private static String table(Map<String, Drill.Result> results, Style style) {
    StringBuilder table = new StringBuilder("%n".formatted());
    String row = "%-20s%12s%24s%20s%14s";
    table.append(
        style.bold(
            row.formatted("", "broken for", "first new row after", "caught up after", "tables")));
    results.forEach(
        (engine, drill) ->
            table
                .append("%n".formatted())
                .append(
                    row.formatted(
                        engine,
                        DrillLog.seconds(drill.down()),
                        DrillLog.seconds(drill.untilFirstRow()),
                        DrillLog.seconds(drill.untilCaughtUp()),
                        "identical")));
    return table
        .append(
            ("%n%n\"After\" counts from the start of the repair, including the restart of engine, broker or"
                    + " database.%n")
                .formatted())
        .toString();
  }
}
