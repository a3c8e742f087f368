// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.certify;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.kit.testbed.TestBed;
import dev.sluice.lab.command.AddedCommand;
import dev.sluice.lab.command.EnginesOption;
import dev.sluice.lab.command.MarkdownOption;
import dev.sluice.lab.command.OnOption;
import dev.sluice.lab.command.OutOption;
import dev.sluice.lab.command.ReportFolder;
import dev.sluice.lab.command.SeedOption;
import dev.sluice.lab.command.ServiceOptions;
import dev.sluice.lab.command.SluiceCommand;
import dev.sluice.lab.command.Within;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.report.ConsoleReport;
import dev.sluice.lab.report.HtmlReport;
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
import java.util.function.Predicate;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Tests engines against the contract. */
@Command(
    name = "certify",
    description = {
      "Test an engine against the contract: run the conformance kit on it.",
      "An engine is one of Sluice's own, or any program with a folder that has an engine.json. If the"
          + " same command has already written a report to the folder of --out, engines that finished"
          + " without a failure are not run again."
    })
public final class CertifyCommand implements AddedCommand {

  private static final long DAY_SECONDS = 86_400;

  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "0..1")
  private Engines engines = new Engines();

  /** Which engines to certify; these options exclude each other. */
  static final class Engines extends EnginesOption {
    @Option(names = "--all", description = "All of Sluice's own engines, in all modes.")
    private boolean all;

    @Option(
        names = "--saboteurs",
        description = "Test the kit itself: wrong engines, each of which it must catch.")
    private boolean saboteurs;
  }

  @Mixin private OnOption on;
  @Mixin private TestChoice choice;
  @Mixin private SeedOption seed;

  @Option(
      names = "--faults",
      paramLabel = "some|all",
      defaultValue = "some",
      description =
          "Which fault tests to run: some, or also the slow ones (default:"
              + " ${DEFAULT-VALUE}; all with --only or --topic).")
  private String faults;

  @Within(least = 1, most = DAY_SECONDS)
  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      defaultValue = "180",
      description = "The time after which an engine counts as hanging (default: ${DEFAULT-VALUE}).")
  private long patience;

  @Mixin private OutOption out;
  @Mixin private MarkdownOption markdown;
  @Mixin private ServiceOptions services;

  @Override
  public Integer call() throws Exception {
    Instant startedAt = Instant.now();
    PrintWriter err = spec.commandLine().getErr();
    Map<String, EngineCatalog.Entry> entries = engines.saboteurs ? Map.of() : entries(err);
    Predicate<String> tests = choice.tests();
    if (!faults.equals("some") && !faults.equals("all")) {
      throw new ConfigException("--faults", faults + " is neither some nor all");
    }
    Optional<Path> copy = markdown.file();
    String name = "certify-" + ReportFolder.run(startedAt);
    ReportFolder folder = out.folder(name);
    Path directory = folder.path();
    List<EngineFindings> findings = new ArrayList<>();
    Optional<ConformanceReport> report = Optional.empty();
    try (LabRun run = LabRun.open(err)) {
      TestBed testBed = TestBed.on(run, services.start(run));
      RunFacts begun = ConformanceReport.run(name, SluiceCommand.typed(spec), startedAt, testBed);
      try (Certification kit = kit(testBed)) {
        if (engines.saboteurs) {
          return new SaboteurReport(
                  begun, new SaboteurTrial(kit, testBed, directory.resolve("junit")), err)
              .write(tests, directory, copy);
        }
        EarlierFindings earlier = EarlierFindings.in(directory, SluiceCommand.typed(spec));
        for (Map.Entry<String, EngineCatalog.Entry> engine : entries.entrySet()) {
          FindingLines lines = new FindingLines(err, engine.getKey(), seed.value());
          Optional<EngineFindings> before = earlier.of(engine.getKey(), engine.getValue());
          before.ifPresent(found -> lines.tell("found by an earlier run: " + found.summary()));
          findings.add(
              before.isPresent()
                  ? before.get()
                  : kit.run(
                      engine.getKey(),
                      engine.getValue(),
                      tests,
                      directory.resolve("junit").resolve(engine.getValue().mode().name()),
                      lines::show));
          report =
              Optional.of(
                  ConformanceReport.of(
                      begun.until(startedAt.plus(ConformanceReport.duration(findings))),
                      seed.value(),
                      choice.isWholeKit(),
                      findings));
          // After each engine, so that an interrupted run leaves its results.
          write(report.get(), directory);
        }
      }
    }
    if (findings.stream().allMatch(engine -> engine.findings().isEmpty())) {
      throw choice.matchesNothing();
    }
    show(report.orElseThrow(), folder, copy);
    return report.get().hasFailed() ? 1 : 0;
  }

  private Certification kit(TestBed testBed) {
    return new Certification(
        testBed,
        seed.value(),
        Duration.ofSeconds(patience),
        faults.equals("all") || !choice.isWholeKit());
  }

  private Map<String, EngineCatalog.Entry> entries(PrintWriter err) {
    EngineCatalog catalog = EngineCatalog.under(EngineCatalog.home());
    Map<String, EngineCatalog.Entry> entries = new LinkedHashMap<>();
    if (engines.all) {
      (on.isCluster() ? catalog.clusterNames() : catalog.modeNames())
          .forEach(mode -> entries.put(mode, catalog.resolve(mode)));
      return entries;
    }
    for (String text : engines.choice(err, on).names()) {
      List<EngineCatalog.Entry> found = catalog.entries(text);
      for (EngineCatalog.Entry entry : found) {
        if (!SinkKind.POSTGRES.isFor(entry.mode())) {
          throw new ConfigException(
              "--engines", entry.mode().name() + " declines tables, and certify compares tables");
        }
        entries.put(found.size() == 1 ? text : text + "#" + entry.mode().name(), entry);
      }
    }
    return entries;
  }

  private static void write(ConformanceReport report, Path directory) throws IOException {
    Files.writeString(directory.resolve(ConformanceJson.FILE), ConformanceJson.render(report));
    Files.writeString(directory.resolve("conformance.md"), ConformanceChapters.markdown(report));
    Files.writeString(
        directory.resolve("conformance.html"), HtmlReport.render(ConformanceChapters.page(report)));
  }

  private void show(ConformanceReport report, ReportFolder folder, Optional<Path> copy)
      throws IOException {
    if (copy.isPresent()) {
      Files.writeString(copy.get(), ConformanceChapters.markdown(report));
    }
    PrintWriter console = spec.commandLine().getOut();
    Style style = Style.ofStandardOutput();
    console.print(ConsoleReport.render(ConformanceChapters.console(report, folder.shown()), style));
    console.print(ConsoleReport.render(ConformanceChapters.headline(report), style));
    console.flush();
  }
}
