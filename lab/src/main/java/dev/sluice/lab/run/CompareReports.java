// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.run;

import dev.sluice.engine.config.RulesFile;
import dev.sluice.lab.compare.report.CompareReport;
import dev.sluice.lab.compare.report.DecisionSettings;
import dev.sluice.lab.compare.report.InputSummary;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.input.InputFacts;
import dev.sluice.lab.input.select.InputHint;
import dev.sluice.lab.oracle.OutcomeCounts;
import dev.sluice.lab.report.Machine;
import dev.sluice.lab.report.RunFacts;
import dev.sluice.model.Reason;
import dev.sluice.rules.Rule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Builds the report of a comparison. */
public final class CompareReports {

  /**
   * Builds the report.
   *
   * @param name the run's
   * @param command the command that does the same again
   * @param leftOut engines that did not run, each with the reason
   * @param directory the folder of the reports, as the user would type it
   * @param nextSteps what to run to look closer
   * @param check the command that shows what becomes of the fields of this input, or null
   */
  public static CompareReport of(
      String name,
      String command,
      Instant startedAt,
      Comparison.Found found,
      List<EngineCatalog.Entry> entries,
      Map<String, String> leftOut,
      String directory,
      List<String> nextSteps,
      String check) {
    return new CompareReport(
        new RunFacts(
            name,
            command,
            startedAt,
            Duration.between(startedAt, Instant.now()),
            Machine.here(),
            versions(entries, found)),
        input(found, check),
        settings(found.source()),
        found.oracle(),
        found.engines(),
        leftOut,
        found.pairs(),
        directory,
        nextSteps);
  }

  private static InputSummary input(Comparison.Found found, String check) {
    InputFacts facts = found.input();
    OutcomeCounts counts = found.oracle().counts();
    boolean withLines = counts.accepted() == 0;
    Optional<String> hint =
        InputHint.of(facts.firstLines()).or(() -> DecisionHint.of(counts, found.source()));
    return new InputSummary(
        facts.source(),
        facts.records(),
        facts.seed().isPresent() ? facts.seed().getAsLong() : null,
        facts.partitions(),
        facts.behind(),
        facts.duplicates(),
        facts.firstEventTime(),
        facts.lastEventTime(),
        remarks(facts),
        withLines ? facts.firstLines().shown() : List.of(),
        withLines ? hint.orElse(null) : null,
        withLines && isAboutFields(found) ? check : null);
  }

  /** Whether JSON lines are not events because of their fields. */
  private static boolean isAboutFields(Comparison.Found found) {
    Optional<String> most = DecisionHint.most(found.oracle().counts().malformedByReason());
    return found.input().format().equals("ndjson")
        && (found.source().events() == null
            ? most.equals(Optional.of(Reason.MISSING_FIELD.code()))
            : most.isPresent());
  }

  private static List<String> remarks(InputFacts facts) {
    List<String> remarks = new ArrayList<>();
    remark(remarks, facts.unparsedLines(), "did not parse, and became records unchanged");
    remark(remarks, facts.brokenEnvelopes(), "are broken envelopes, and became records unchanged");
    remark(remarks, facts.headerLines(), "are headers of the log, and were skipped");
    remark(remarks, facts.blankLines(), "are empty, and were skipped");
    return remarks;
  }

  private static void remark(List<String> remarks, long lines, String what) {
    if (lines > 0) {
      remarks.add(String.format(Locale.ROOT, "lines that %s: %,d", what, lines));
    }
  }

  private static DecisionSettings settings(DecisionSource source) {
    return new DecisionSettings(
        source.allowedLatenessMicros(),
        source.allowedSkewMicros(),
        source.deadLettersPerReason(),
        source.rulesName(),
        RulesFile.sha256(source.rules()),
        source.rules().rules().stream().map(Rule::name).toList(),
        source.events() == null ? null : source.events().name(),
        source.events() == null ? null : source.events().sha256());
  }

  private static Map<String, String> versions(
      List<EngineCatalog.Entry> entries, Comparison.Found found) {
    Map<String, String> versions = new LinkedHashMap<>();
    entries.forEach(entry -> versions.put(entry.engine().name(), entry.engine().version()));
    versions.put("Kafka", found.kafka());
    versions.put("Postgres", found.postgres());
    return versions;
  }

  private CompareReports() {}
}
