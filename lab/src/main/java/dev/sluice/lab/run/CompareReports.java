package dev.sluice.lab.run;

import dev.sluice.engine.config.RulesFile;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.report.CompareReport;
import dev.sluice.lab.report.InputFacts;
import dev.sluice.lab.report.Machine;
import dev.sluice.lab.report.Settings;
import dev.sluice.rules.Rule;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.utils.AppInfoParser;

/** Puts what a comparison found into the report's form. */
public final class CompareReports {

  /**
   * The report of a comparison.
   *
   * @param name the run's
   * @param directory where the reports lie, as the user would write it
   * @param nextSteps what to run to look closer
   */
  public static CompareReport of(
      String name,
      Instant startedAt,
      Duration elapsed,
      Comparison.Found found,
      List<EngineCatalog.Entry> entries,
      String directory,
      List<String> nextSteps) {
    return new CompareReport(
        name,
        startedAt,
        elapsed,
        input(found.input()),
        settings(found.source()),
        versions(entries),
        Machine.here(),
        found.oracle(),
        found.engines(),
        found.pairs(),
        directory,
        nextSteps);
  }

  private static InputFacts input(dev.sluice.lab.input.InputFacts facts) {
    return new InputFacts(
        facts.source(),
        facts.records(),
        facts.seed().isPresent() ? facts.seed().getAsLong() : null,
        facts.partitions(),
        facts.behind(),
        facts.duplicates(),
        facts.firstEventTime(),
        facts.lastEventTime());
  }

  private static Settings settings(DecisionSource source) {
    return new Settings(
        source.allowedLatenessMicros(),
        source.allowedSkewMicros(),
        source.deadLettersPerReason(),
        source.rulesName(),
        sha256(RulesFile.canonicalJson(source.rules())),
        source.rules().rules().stream().map(Rule::name).toList());
  }

  private static Map<String, String> versions(List<EngineCatalog.Entry> entries) {
    Map<String, String> versions = new LinkedHashMap<>();
    entries.forEach(entry -> versions.put(entry.engine().name(), entry.engine().version()));
    versions.put("Kafka", AppInfoParser.getVersion());
    return versions;
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  private CompareReports() {}
}
