// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import static java.util.stream.Collectors.joining;

import dev.sluice.lab.compare.report.CompareChapters;
import dev.sluice.lab.compare.report.CompareJson;
import dev.sluice.lab.compare.report.CompareReport;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.input.select.Inputs;
import dev.sluice.lab.report.ConsoleReport;
import dev.sluice.lab.report.Document;
import dev.sluice.lab.report.HtmlReport;
import dev.sluice.lab.report.MarkdownReport;
import dev.sluice.lab.report.Style;
import dev.sluice.lab.run.CompareReports;
import dev.sluice.lab.run.Comparison;
import dev.sluice.lab.run.EngineSetup;
import dev.sluice.lab.run.SinkKind;
import dev.sluice.lab.server.LabRun;
import dev.sluice.lab.server.Servers;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** Runs one input through every engine and compares the tables that they leave. */
@Command(
    name = "compare",
    description = {
      "Run one input through every engine and prove that they leave the same tables.",
      "Starts a Kafka broker and a Postgres that only this machine can reach, or uses yours."
    })
final class CompareCommand implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Mixin private InputArguments input;
  @Mixin private DecisionOptions decision;
  @Mixin private ServiceOptions services;
  @Mixin private EnginesOption engines;
  @Mixin private OnOption on;
  @Mixin private SinksOption sinks;
  @Mixin private ParallelismOption parallelism;
  @Mixin private OutOption out;

  @Option(
      names = "--keep",
      description =
          "Keep the tables for a closer look: leave the servers up until Ctrl-C, or leave on external"
              + " servers what was created there.")
  private boolean keep;

  @Override
  public Integer call() throws Exception {
    PrintWriter err = spec.commandLine().getErr();
    ServiceOptions.Kind kind = services.kind();
    Instant startedAt = Instant.now();
    InputChoice chosen = InputChoice.of(input.options(), decision);
    List<SinkKind> kinds = sinks.kinds();
    EngineChoice choice = engines.choice(err, on);
    List<EngineCatalog.Entry> entries = choice.entries();
    sinks.requireFor(entries, err);
    var records = Inputs.open(chosen.input());
    String name = ReportFolder.run(startedAt);
    ReportFolder folder = out.folder(name);
    ProgressLine progress = new ProgressLine(err);
    try (LabRun run = LabRun.open(err)) {
      progress.at("servers", 0, 0);
      Servers servers = services.start(run, keep);
      progress.done("servers", "Kafka and Postgres are up");
      Comparison comparison = new Comparison(run.directory(), servers, progress);
      Comparison.Found found =
          comparison.run(
              records, chosen.decision(), entries, kinds, parallelism.value(), folder.path());
      CompareReport report =
          CompareReports.of(
              name,
              SluiceCommand.typed(spec),
              startedAt,
              found,
              entries,
              choice.leftOut(),
              folder.shown(),
              nextSteps(kind),
              chosen.check());
      show(report, folder.path());
      if (keep) {
        PrintWriter console = spec.commandLine().getOut();
        console.print(kept(services.lines(servers), entries, kind, decided(chosen)));
        console.flush();
        if (kind != ServiceOptions.Kind.EXTERNAL) {
          UpCommand.stay(servers);
        }
      } else if (report.verdict().exitCode() == 0 && kind != ServiceOptions.Kind.EXTERNAL) {
        comparison.keepClasses(found, entries, parallelism.value());
      }
      return report.verdict().exitCode();
    }
  }

  private List<String> nextSteps(ServiceOptions.Kind kind) {
    return List.of(
        SluiceCommand.typed(spec)
            + (keep ? "" : " --keep")
            + (kind == ServiceOptions.Kind.EXTERNAL
                ? " leaves the tables there, and prints how to use them"
                : " leaves the servers up, and prints how to use them"));
  }

  private void show(CompareReport report, Path directory) throws IOException {
    Document page = CompareChapters.page(report);
    Files.writeString(directory.resolve("report.json"), CompareJson.render(report));
    Files.writeString(directory.resolve("report.html"), HtmlReport.render(page));
    Files.writeString(directory.resolve("report.md"), MarkdownReport.render("Comparison", page));
    PrintWriter console = spec.commandLine().getOut();
    Style style = Style.ofStandardOutput();
    console.print(ConsoleReport.render(CompareChapters.console(report), style));
    console.print(ConsoleReport.render(page.headline(), style));
    console.flush();
  }

  /** The options that were typed for the decision, so that another engine decides the same. */
  private String decided(InputChoice chosen) {
    ParseResult typed = spec.commandLine().getParseResult();
    List<String> words = new ArrayList<>();
    for (String name : List.of("--rules", "--events", "--lateness", "--skew", "--dead-letters")) {
      boolean isNumber = name.equals(EventsOption.NAME) && chosen.decision().events() == null;
      if (typed.hasMatchedOption(name) && !isNumber) {
        words.add(name);
        words.add(typed.matchedOption(name).originalStringValues().get(0));
      }
    }
    return words.isEmpty() ? "" : " " + Shell.line(words);
  }

  /**
   * The lines that show where everything is and how to use it.
   *
   * @param decided the options for the decision, each after a blank
   */
  static String kept(
      ServerLines lines,
      List<EngineCatalog.Entry> entries,
      ServiceOptions.Kind kind,
      String decided) {
    Servers servers = lines.servers();
    String topic = Comparison.topic(servers);
    String oracle = Comparison.oracleSchema(servers);
    String mode = entries.get(0).mode().name();
    String again = servers.prefix() + "again";
    return """

    The topic is %s; the tables are in the schemas %s.
    %s

      Kafka      %s
      Postgres   %s
      psql       %s
      rows       %s
      records    %s
      an engine  %s --schema %s --create-tables --drain%s
    """
        .formatted(
            topic,
            entries.stream()
                .map(entry -> servers.prefix() + EngineSetup.schema(entry.mode().name()))
                .collect(joining(", ", oracle + ", ", "")),
            kind == ServiceOptions.Kind.EXTERNAL
                ? "They stay there until you drop them."
                : "Both servers run until Ctrl-C or kill "
                    + ProcessHandle.current().pid()
                    + "; all data is then deleted.",
            servers.bootstrapServers(),
            lines.jdbc(),
            servers.psqlLine(),
            lines.rows(oracle),
            lines.records(topic),
            lines.engine(mode, topic),
            again,
            decided);
  }
}
