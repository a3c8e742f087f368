package dev.sluice.bench;

import dev.sluice.bench.measure.ServerUse;
import dev.sluice.bench.throughput.BenchJson;
import dev.sluice.bench.throughput.BenchPlan;
import dev.sluice.bench.throughput.Selection;
import dev.sluice.bench.throughput.Throughput;
import dev.sluice.bench.throughput.ThroughputConsole;
import dev.sluice.bench.throughput.ThroughputHtml;
import dev.sluice.bench.throughput.ThroughputMarkdown;
import dev.sluice.bench.throughput.ThroughputReport;
import dev.sluice.engine.config.ConfigException;
import dev.sluice.lab.command.AddedCommand;
import dev.sluice.lab.command.ProgressLine;
import dev.sluice.lab.command.ReportFolder;
import dev.sluice.lab.report.Style;
import dev.sluice.lab.server.EmbeddedServers;
import dev.sluice.lab.server.LabRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the engines cost. */
@Command(
    name = "bench",
    description = {
      "Measure how fast each engine drains a topic, and what that costs, beside the floors of this",
      "machine in the same run. A drain counts only where it leaves what the oracle says."
    })
public final class BenchCommand implements AddedCommand {

  private static final long EVENTS = 5_000_000;
  private static final int ROUNDS = 5;
  private static final long QUICK_EVENTS = 300_000;
  private static final int QUICK_ROUNDS = 1;

  @Spec private CommandSpec spec;

  @Option(
      names = "--quick",
      description = {
        "A small version in some three minutes: 300,000 events, filtered alone, one round. Start-up",
        "and warm-up are then a good part of what is measured."
      })
  private boolean quick;

  @Option(
      names = "--events",
      paramLabel = "N",
      description = "How many events there are to drain (default: 5000000).")
  private Long events;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often each drains them (default: 5).")
  private Integer rounds;

  @Option(
      names = "--inputs",
      paramLabel = "NAME",
      split = ",",
      description = "filtered, by the default rules, or unfiltered (default: both).")
  private List<String> inputs;

  @Option(
      names = "--engines",
      paramLabel = "NAME|DIR",
      split = ",",
      defaultValue = "flink,spark,kstreams",
      description = "Which engines (default: ${DEFAULT-VALUE}).")
  private List<String> engines;

  @Option(
      names = "--peers",
      paramLabel = "DIR",
      split = ",",
      description = "Folders of engines that are held against the oracle's rows of events alone.")
  private List<String> peers;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The seed of the traffic (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "4",
      description = "Partitions of the topic (default: ${DEFAULT-VALUE}).")
  private int partitions;

  @Option(
      names = "--parallelism",
      paramLabel = "N",
      defaultValue = "2",
      description = "Threads, slots or cores of each engine (default: ${DEFAULT-VALUE}).")
  private int parallelism;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = {
        "Where the results go (default: target/sluice/bench-RUN). Where they stand there already",
        "in part, the bench goes on."
      })
  private Path out;

  @Option(
      names = "--markdown",
      paramLabel = "FILE",
      description = "Write the tables to this file too.")
  private Path markdown;

  @Override
  public Integer call() throws Exception {
    if (!ServerUse.canBeRead()) {
      throw new ConfigException("bench", "it needs /proc, which this system has not");
    }
    Instant startedAt = Instant.now();
    BenchPlan plan =
        new BenchPlan(
            events != null ? events : quick ? QUICK_EVENTS : EVENTS,
            rounds != null ? rounds : quick ? QUICK_ROUNDS : ROUNDS,
            seed,
            partitions,
            parallelism,
            engines,
            peers == null ? List.of() : peers,
            selections());
    ReportFolder folder = ReportFolder.of(out, "bench-" + ReportFolder.run(startedAt));
    PrintWriter err = spec.commandLine().getErr();
    ProgressLine progress = new ProgressLine(err);
    ThroughputReport report;
    try (LabRun run = LabRun.open(err)) {
      progress.at("servers", 0, 0);
      EmbeddedServers servers = run.own(EmbeddedServers.start(run.directory()));
      progress.done("servers", "Kafka and Postgres are up");
      report = new Throughput(run.directory(), servers, plan, progress).run(folder.path());
    }
    write(report, folder, startedAt);
    return report.isValid() ? 0 : 1;
  }

  private List<Selection> selections() {
    if (inputs == null) {
      return quick ? List.of(Selection.FILTERED) : List.of(Selection.values());
    }
    return inputs.stream().map(BenchCommand::selection).distinct().toList();
  }

  private static Selection selection(String name) {
    return Stream.of(Selection.values())
        .filter(each -> each.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () -> new ConfigException("--inputs", name + " is neither filtered nor unfiltered"));
  }

  private void write(ThroughputReport report, ReportFolder folder, Instant startedAt)
      throws IOException {
    String command =
        "./sluice " + String.join(" ", spec.root().commandLine().getParseResult().originalArgs());
    Files.writeString(
        folder.path().resolve("bench.json"), BenchJson.render(report, command, startedAt));
    Files.writeString(
        folder.path().resolve("bench.html"), ThroughputHtml.render(report, command, startedAt));
    String page = ThroughputMarkdown.render(report, command, startedAt);
    Files.writeString(folder.path().resolve("performance.md"), page);
    if (markdown != null) {
      Files.writeString(markdown, page);
    }
    PrintWriter console = spec.commandLine().getOut();
    console.print(ThroughputConsole.render(report, Style.ofStandardOutput()));
    console.printf("%nReport: %s/bench.html, performance.md and bench.json%n", folder.shown());
    console.flush();
  }
}
