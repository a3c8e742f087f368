package dev.sluice.bench;

import dev.sluice.bench.latency.LatencySection;
import dev.sluice.bench.measure.ServerUse;
import dev.sluice.bench.operation.OperationSection;
import dev.sluice.bench.profile.ProfileSection;
import dev.sluice.bench.report.BenchReport;
import dev.sluice.bench.report.Findings;
import dev.sluice.bench.report.ReportConsole;
import dev.sluice.bench.report.ReportHtml;
import dev.sluice.bench.report.ReportJson;
import dev.sluice.bench.report.ReportMarkdown;
import dev.sluice.bench.scale.ScaleSection;
import dev.sluice.bench.sustain.SustainSection;
import dev.sluice.bench.throughput.BenchPlan;
import dev.sluice.bench.throughput.Peers;
import dev.sluice.bench.throughput.Selection;
import dev.sluice.bench.throughput.ThroughputSection;
import dev.sluice.bench.writer.WriterSection;
import dev.sluice.engine.config.ConfigException;
import dev.sluice.lab.command.AddedCommand;
import dev.sluice.lab.command.ProgressLine;
import dev.sluice.lab.command.ReportFolder;
import dev.sluice.lab.command.SetsKey;
import dev.sluice.lab.command.SluiceCommand;
import dev.sluice.lab.command.Within;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.input.select.InputOptions;
import dev.sluice.lab.report.Machine;
import dev.sluice.lab.report.Style;
import dev.sluice.lab.server.LabRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the engines cost. */
@Command(
    name = "bench",
    description = {
      "Measure what each engine costs, beside the baselines of this machine and beside its peers.",
      "All are measured in the same run. A result counts only where the output is what the oracle"
          + " says."
    })
public final class BenchCommand implements AddedCommand {

  private static final long EVENTS = 5_000_000;
  private static final int ROUNDS = 5;
  private static final long QUICK_EVENTS = 200_000;
  private static final int QUICK_ROUNDS = 1;

  @Spec private CommandSpec spec;

  @Option(
      names = "--only",
      paramLabel = "SECTION",
      split = ",",
      description = "Which sections (default: all).")
  private List<String> only;

  @Option(
      names = "--quick",
      description =
          "A small version in three minutes: the throughput of 200,000 events,"
              + " filtered alone, one round; the latency at one rate; the writers. What"
              + " is left out says so. Start-up and warm-up are a good part of it.")
  private boolean quick;

  @Within(least = 1)
  @Option(
      names = "--events",
      paramLabel = "N",
      description = "How many events there are to drain (default: 5000000).")
  private Long events;

  @Within(least = 1, most = 1_000)
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

  @SetsKey("engine")
  @Option(
      names = "--engines",
      paramLabel = "NAME|DIR",
      split = ",",
      defaultValue = "flink,spark,kstreams",
      description = "Which engines (default: ${DEFAULT-VALUE}).")
  private List<String> engines;

  @Option(
      names = "--peers",
      paramLabel = "DIR|all",
      split = ",",
      description =
          "Folders of engines that are held against the oracle's rows of events alone, or all for those"
              + " of the project. No record is then late, malformed, from the future or repeated.")
  private List<String> peers;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "The seed of the traffic (default: ${DEFAULT-VALUE}).")
  private long seed;

  @Within(least = 1, most = InputOptions.MOST_PARTITIONS)
  @Option(
      names = "--partitions",
      paramLabel = "N",
      defaultValue = "4",
      description = "Partitions of the topic (default: ${DEFAULT-VALUE}).")
  private int partitions;

  @SetsKey("parallelism")
  @Option(
      names = "--parallelism",
      paramLabel = "N",
      defaultValue = "2",
      description = "Threads, slots or cores of each engine (default: ${DEFAULT-VALUE}).")
  private int parallelism;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description =
          "Where the results go (default: target/sluice/bench-RUN). Where they stand there already"
              + " in part, the bench goes on.")
  private Path out;

  @Option(
      names = "--markdown",
      paramLabel = "FILE",
      description =
          "Write the tables to this file too. Notes at its end, from a heading"
              + " 'Notes, by hand' on, are kept.")
  private Path markdown;

  @Override
  public Integer call() throws Exception {
    if (!ServerUse.canBeRead()) {
      throw new ConfigException("bench", "it needs /proc, which this system has not");
    }
    Instant startedAt = Instant.now();
    BenchPlan plan = plan();
    List<Section> sections = SectionChoice.of(sections(plan), only);
    Map<String, String> versions = versions(plan);
    ReportFolder.requireWritable("--markdown", markdown);
    ReportFolder folder = ReportFolder.of(out, "bench-" + ReportFolder.run(startedAt));
    PrintWriter err = spec.commandLine().getErr();
    ProgressLine progress = new ProgressLine(err);
    try (LabRun run = LabRun.open(err)) {
      BenchServers servers = new BenchServers(run, progress, folder.path());
      List<Findings> found = new ArrayList<>();
      BenchReport report = null;
      for (Section section : sections) {
        Bench bench =
            new Bench(
                run.directory(),
                servers,
                new SectionProgress(section.name(), progress),
                folder.path(),
                quick,
                engines,
                seed);
        found.add(section.run(bench));
        Map<String, String> all = new LinkedHashMap<>(versions);
        all.putAll(servers.versions());
        report = report(startedAt, plan, sections, all, found);
        // Each time, so that a bench that is stopped has a page of what stands.
        write(report, folder.path());
        console(ReportConsole.render(found.get(found.size() - 1), Style.ofStandardOutput()));
      }
      console(ReportConsole.summary(report, Style.ofStandardOutput()));
      console("%nReport: %s/bench.html, performance.md and bench.json%n".formatted(folder.shown()));
      return report.voids().isEmpty() ? 0 : 1;
    }
  }

  /**
   * All sections, in the order in which they are run. What is told in milliseconds comes first:
   * behind a throughput that writes tens of gigabytes, p99 at 1,000/s was 72 and 92 ms of Flink,
   * and 9 and 12 on servers that had just started.
   */
  private static List<Section> sections(BenchPlan plan) {
    return List.of(
        new LatencySection(),
        new SustainSection(),
        new ThroughputSection(plan),
        new OperationSection(),
        new ScaleSection(),
        new ProfileSection(),
        new WriterSection());
  }

  private BenchPlan plan() {
    return new BenchPlan(
        events != null ? events : quick ? QUICK_EVENTS : EVENTS,
        rounds != null ? rounds : quick ? QUICK_ROUNDS : ROUNDS,
        seed,
        partitions,
        parallelism,
        engines,
        peers == null ? List.of() : Peers.folders(EngineCatalog.home(), peers),
        selections());
  }

  /** Those of all that takes part; fails where one of them is not there. */
  private static Map<String, String> versions(BenchPlan plan) {
    EngineCatalog catalog = EngineCatalog.under(EngineCatalog.home());
    Map<String, String> versions = new LinkedHashMap<>();
    Stream.concat(catalog.entries(plan.engines()).stream(), peers(catalog, plan.peers()).stream())
        .forEach(entry -> versions.put(entry.engine().name(), entry.engine().version()));
    return versions;
  }

  private static List<EngineCatalog.Entry> peers(EngineCatalog catalog, List<String> folders) {
    try {
      return catalog.entries(folders);
    } catch (ConfigException e) {
      throw new ConfigException("--peers", e.key().equals("engine") ? e.problem() : e.getMessage());
    }
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

  private BenchReport report(
      Instant startedAt,
      BenchPlan plan,
      List<Section> sections,
      Map<String, String> versions,
      List<Findings> found) {
    Map<String, Object> asked = new LinkedHashMap<>();
    asked.put("quick", quick);
    asked.put("engines", engines);
    asked.put("seed", seed);
    asked.put("throughput", plan);
    return new BenchReport(
        SluiceCommand.typed(spec),
        startedAt,
        Machine.here(),
        versions,
        asked,
        sections.stream().map(Section::name).toList(),
        found);
  }

  private void write(BenchReport report, Path folder) throws IOException {
    Files.writeString(folder.resolve("bench.json"), ReportJson.render(report));
    Files.writeString(folder.resolve("bench.html"), ReportHtml.render(report));
    Files.writeString(folder.resolve("performance.md"), ReportMarkdown.render(report));
    if (markdown != null) {
      String before = Files.exists(markdown) ? Files.readString(markdown) : "";
      Files.writeString(markdown, ReportMarkdown.renew(report, before));
    }
  }

  private void console(String text) {
    spec.commandLine().getOut().print(text);
    spec.commandLine().getOut().flush();
  }
}
