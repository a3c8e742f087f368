// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.command;

import dev.sluice.bench.Bench;
import dev.sluice.bench.Section;
import dev.sluice.bench.latency.LatencySection;
import dev.sluice.bench.measure.ServerUse;
import dev.sluice.bench.operation.OperationSection;
import dev.sluice.bench.profile.ProfileSection;
import dev.sluice.bench.report.BenchReport;
import dev.sluice.bench.report.Findings;
import dev.sluice.bench.scale.ScaleSection;
import dev.sluice.bench.sustain.SustainSection;
import dev.sluice.bench.throughput.BenchPlan;
import dev.sluice.bench.throughput.Contestant;
import dev.sluice.bench.throughput.Peers;
import dev.sluice.bench.throughput.Selection;
import dev.sluice.bench.throughput.ThroughputSection;
import dev.sluice.bench.writer.WriterSection;
import dev.sluice.engine.config.ConfigException;
import dev.sluice.lab.command.AddedCommand;
import dev.sluice.lab.command.EnginesOption;
import dev.sluice.lab.command.MarkdownOption;
import dev.sluice.lab.command.OutOption;
import dev.sluice.lab.command.ParallelismOption;
import dev.sluice.lab.command.PartitionsOption;
import dev.sluice.lab.command.ProgressLine;
import dev.sluice.lab.command.ReportFolder;
import dev.sluice.lab.command.SeedOption;
import dev.sluice.lab.command.SinkOption;
import dev.sluice.lab.command.SluiceCommand;
import dev.sluice.lab.command.Within;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.engine.EngineDescriptor;
import dev.sluice.lab.report.ConsoleReport;
import dev.sluice.lab.report.Machine;
import dev.sluice.lab.report.RunFacts;
import dev.sluice.lab.report.Style;
import dev.sluice.lab.run.SinkKind;
import dev.sluice.lab.server.LabRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures what the engines cost. */
@Command(
    name = "bench",
    description = {
      "Measure what each engine costs, compared with this machine's baselines and with peers.",
      "All run in the same bench. A result counts only if the output equals the oracle's. The bench"
          + " resumes from the results that the folder of --out has. A file of --markdown keeps the"
          + " notes at its end, from a heading 'Notes, by hand' on."
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
      description = "Which sections to run (default: all).")
  private List<String> only;

  @Option(
      names = "--quick",
      description =
          "A small version that takes three minutes: the throughput of 200,000 filtered events in"
              + " one round, the latency at one rate, and the writers. The report lists what is left"
              + " out. Start-up and warm-up are a large part of these figures.")
  private boolean quick;

  @Within(least = 1)
  @Option(
      names = "--records",
      paramLabel = "N",
      description = "How many records to drain (default: 5000000).")
  private Long records;

  /** The former name, for scripts. */
  @Within(least = 1)
  @Option(names = "--events", hidden = true, paramLabel = "N")
  private Long former;

  @Within(least = 1, most = 1_000)
  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How many times each contestant drains them (default: 5).")
  private Integer rounds;

  @Option(
      names = "--inputs",
      paramLabel = "NAME",
      split = ",",
      description =
          "filtered (by the default rules), unfiltered, or mapped: the filtered events as a web server"
              + " nests and names them, found by a mapping (default: filtered,unfiltered). With"
              + " filtered,mapped the report compares the two.")
  private List<String> inputs;

  @Mixin private EnginesOption engines;
  @Mixin private SinkOption sink;

  @Option(
      names = "--peers",
      paramLabel = "DIR|all",
      split = ",",
      description =
          "Folders of engines whose rows of events (and no other table) are compared with the"
              + " oracle's, or all for the project's peers. With peers, no record of the input is late,"
              + " malformed, from the future or repeated.")
  private List<String> peers;

  @Mixin private SeedOption seed;
  @Mixin private PartitionsOption partitions;
  @Mixin private ParallelismOption parallelism;
  @Mixin private OutOption out;
  @Mixin private MarkdownOption markdown;

  @Override
  public Integer call() throws Exception {
    if (!ServerUse.canBeRead()) {
      throw new ConfigException(
          "bench", "it needs /proc, which this system does not have; run it on Linux");
    }
    Instant startedAt = Instant.now();
    PrintWriter err = spec.commandLine().getErr();
    BenchPlan plan = plan(engines.choice(err).names());
    List<Section> sections = SectionChoice.of(sections(plan), only);
    Map<String, String> versions = versions(plan);
    Optional<Path> copy = markdown.file();
    String name = "bench-" + ReportFolder.run(startedAt);
    ReportFolder folder = out.folder(name);
    Style style = Style.ofStandardOutput();
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
                plan.engines(),
                plan.seed());
        found.add(section.run(bench));
        Map<String, String> all = new LinkedHashMap<>(versions);
        all.putAll(servers.versions());
        report =
            new BenchReport(
                new RunFacts(
                    name,
                    SluiceCommand.typed(spec),
                    startedAt,
                    Duration.between(startedAt, Instant.now()),
                    Machine.here(),
                    all),
                settings(plan),
                sections.stream().map(Section::name).toList(),
                found);
        // After each section, so that a bench that is stopped has a report of what is done.
        write(report, folder.path(), copy);
        console(ConsoleReport.render(found.get(found.size() - 1).chapters(), style));
      }
      console(report.console(style));
      console("%nReport: %s/bench.html, performance.md and bench.json%n".formatted(folder.shown()));
      return report.voids().isEmpty() ? 0 : 1;
    }
  }

  /**
   * All sections, in the order in which they run. Latency, in milliseconds, comes first: after a
   * throughput section, which writes tens of gigabytes, Flink's p99 at 1,000/s was 72 and 92 ms; on
   * servers that had just started it was 9 and 12.
   */
  private static List<Section> sections(BenchPlan plan) {
    if (plan.sink() != SinkKind.POSTGRES) {
      return List.of(
          new LatencySection(plan.sink()),
          new ThroughputSection(plan),
          new ProfileSection(plan.sink()));
    }
    return List.of(
        new LatencySection(plan.sink()),
        new SustainSection(),
        new ThroughputSection(plan),
        new OperationSection(),
        new ScaleSection(),
        new ProfileSection(plan.sink()),
        new WriterSection());
  }

  private BenchPlan plan(List<String> names) {
    SinkKind kind = sink.kind(spec);
    return new BenchPlan(
        records != null ? records : former != null ? former : quick ? QUICK_EVENTS : EVENTS,
        rounds != null ? rounds : quick ? QUICK_ROUNDS : ROUNDS,
        seed.value(),
        partitions.value(),
        parallelism.value(),
        names,
        peers == null ? List.of() : Peers.folders(EngineCatalog.home(), peers, kind),
        selections(),
        kind);
  }

  /** The versions of all engines and peers; fails if one of them cannot take part. */
  private static Map<String, String> versions(BenchPlan plan) {
    Map<String, String> versions = new LinkedHashMap<>();
    for (Contestant contestant : Contestant.of(plan)) {
      if (contestant.kind() != Contestant.Kind.BASELINE) {
        EngineDescriptor engine = contestant.entry().engine();
        versions.put(engine.name(), engine.version());
      }
    }
    return versions;
  }

  private List<Selection> selections() {
    if (inputs == null) {
      return quick ? List.of(Selection.FILTERED) : Selection.USUAL;
    }
    return inputs.stream().map(BenchCommand::selection).distinct().toList();
  }

  private static Selection selection(String name) {
    return Stream.of(Selection.values())
        .filter(each -> each.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigException("--inputs", name + " is none of filtered, unfiltered, mapped"));
  }

  private Map<String, Object> settings(BenchPlan plan) {
    Map<String, Object> asked = new LinkedHashMap<>();
    asked.put("quick", quick);
    asked.put("engines", plan.engines());
    asked.put("seed", plan.seed());
    asked.put("throughput", plan);
    return asked;
  }

  private void write(BenchReport report, Path folder, Optional<Path> copy) throws IOException {
    Files.writeString(folder.resolve("bench.json"), report.json());
    Files.writeString(folder.resolve("bench.html"), report.html());
    Files.writeString(folder.resolve("performance.md"), report.markdown(""));
    if (copy.isPresent()) {
      String before = Files.exists(copy.get()) ? Files.readString(copy.get()) : "";
      Files.writeString(copy.get(), report.markdown(before));
    }
  }

  private void console(String text) {
    spec.commandLine().getOut().print(text);
    spec.commandLine().getOut().flush();
  }
}
