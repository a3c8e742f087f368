// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.certify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.kit.certify.ConformanceReport.Verdict;
import dev.sluice.kit.certify.TestResult.Result;
import dev.sluice.kit.contract.TestFacts;
import dev.sluice.kit.contract.TestFacts.Kind;
import dev.sluice.lab.engine.Capability;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.engine.EngineDescriptor;
import dev.sluice.lab.engine.EngineMode;
import dev.sluice.lab.engine.JavaReleases;
import dev.sluice.lab.report.ConsoleReport;
import dev.sluice.lab.report.HtmlReport;
import dev.sluice.lab.report.Machine;
import dev.sluice.lab.report.RunFacts;
import dev.sluice.lab.report.Style;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ConformanceReportTest {

  private static final TestFacts IDENTITY =
      new TestFacts("Identity", "r2_sameIsSame", 2, Kind.REQUIRED, List.of());
  private static final TestFacts LEDGER =
      new TestFacts("Ledger", "r9_itMoves", 9, Kind.OPTIONAL, List.of(Capability.LEDGER));
  private static final TestFacts LEDGER_TOO =
      new TestFacts("Ledger", "r9_rowsAreThere", 9, Kind.REQUIRED, List.of());

  private static TestResult finding(TestFacts test, Result result, String reason) {
    return new TestResult(test, "", false, result, reason, Duration.ofMillis(1_500));
  }

  private static EngineFindings engine(TestResult... findings) {
    EngineMode mode =
        new EngineMode("calm", "in <peace>", Map.of(Capability.LEDGER, "it has | none"));
    return new EngineFindings(
        "calm",
        new EngineCatalog.Entry(
            new EngineDescriptor(
                Path.of("/calm"),
                "calm",
                "1.2",
                List.of("x"),
                JavaReleases.UNSAID,
                Optional.empty(),
                List.of(mode)),
            mode),
        List.of(findings),
        List.of(),
        Duration.ofSeconds(61));
  }

  private static ConformanceReport report(boolean wholeKit, EngineFindings engine) {
    return new ConformanceReport(
        new RunFacts(
            "certify-1",
            "./sluice certify --engines calm",
            Instant.parse("2026-01-02T03:04:05Z"),
            Duration.ofSeconds(62),
            new Machine(2, 1 << 30, "Linux 1", "17", "a cpu"),
            Map.of("Kafka", "4")),
        7,
        new TreeMap<>(Map.of(2, "identity", 9, "the ledger")),
        wholeKit,
        List.of(engine));
  }

  @Test
  void nothingFailedAndEveryRuleTestedIsConformant() {
    EngineFindings engine =
        engine(finding(IDENTITY, Result.PASS, ""), finding(LEDGER, Result.DECLINED, "none"));
    assertEquals(Verdict.CONFORMANT, report(true, engine).verdict(engine));
    assertEquals(Verdict.PARTLY_TESTED, report(false, engine).verdict(engine));
  }

  @Test
  void aRuleThatNoTestReachedIsNotTakenForPassed() {
    EngineFindings engine = engine(finding(IDENTITY, Result.PASS, ""));
    assertEquals(Result.NOT_RUN, engine.result(9));
    assertEquals(Verdict.PARTLY_TESTED, report(true, engine).verdict(engine));
  }

  @Test
  void whatWasNotRunIsNamedWithItsReason() {
    EngineFindings engine =
        engine(
            finding(IDENTITY, Result.PASS, ""), finding(LEDGER, Result.NOT_RUN, "no log | here"));
    String markdown = ConformanceChapters.markdown(report(true, engine));
    assertTrue(markdown.contains("## Not run\n\n- calm, " + LEDGER.name()), markdown);
    assertTrue(markdown.contains(": no log \\| here\n"), markdown);
    assertFalse(
        ConformanceChapters.markdown(report(true, engine(finding(IDENTITY, Result.PASS, ""))))
            .contains("Not run"));
  }

  @Test
  void oneFailureOutweighsAllThatPassed() {
    EngineFindings engine =
        engine(
            finding(LEDGER_TOO, Result.PASS, ""),
            finding(LEDGER, Result.FAIL, "off by one"),
            finding(IDENTITY, Result.PASS, ""));
    assertEquals(Result.FAIL, engine.result(9));
    assertEquals(Verdict.NOT_CONFORMANT, report(true, engine).verdict(engine));
    assertTrue(report(true, engine).hasFailed());
  }

  @Test
  void whatFailedBesideTheTestsIsNoPass() {
    EngineFindings good = engine(finding(IDENTITY, Result.PASS, ""));
    EngineFindings broken =
        new EngineFindings(
            good.name(), good.entry(), good.findings(), List.of("no server"), good.duration());
    assertTrue(broken.hasFailed());
    assertTrue(ConformanceChapters.markdown(report(true, broken)).contains("no server"));
  }

  @Test
  void aRuleDeclinedInPartSaysSo() {
    EngineFindings engine =
        engine(
            finding(LEDGER_TOO, Result.PASS, ""),
            finding(LEDGER, Result.DECLINED, "ledger: it has | none"));
    assertEquals("pass; declines ledger", engine.describe(9));
  }

  @Test
  void aFailureIsShownWithTheCommandThatRepeatsItEverywhere() throws Exception {
    EngineFindings engine = engine(finding(IDENTITY, Result.FAIL, "<b>expected</b>\nmore"));
    ConformanceReport report = report(true, engine);
    String repeat = "./sluice certify --engines calm --only r2_sameIsSame --seed 7";

    JsonNode json = new ObjectMapper().readTree(ConformanceJson.render(report));
    String markdown = ConformanceChapters.markdown(report);
    String html = HtmlReport.render(ConformanceChapters.page(report));
    String console =
        ConsoleReport.render(ConformanceChapters.console(report, "out"), Style.PLAIN)
            + ConsoleReport.render(ConformanceChapters.headline(report), Style.PLAIN);

    assertEquals(repeat, json.at("/engines/0/rules/0/tests/0/repeat").asText());
    assertEquals("fail", json.at("/engines/0/rules/0/result").asText());
    assertEquals("not_run", json.at("/engines/0/rules/1/result").asText());
    assertEquals("it has | none", json.at("/engines/0/declines/ledger").asText());
    assertTrue(markdown.contains(repeat), markdown);
    assertTrue(markdown.contains("it has \\| none"), markdown);
    assertTrue(html.contains(repeat), html);
    assertFalse(html.contains("<b>expected"), "data must not be markup");
    assertFalse(html.contains("<peace>"), "data must not be markup");
    assertTrue(console.contains(repeat), console);
    assertTrue(console.contains("\nNOT CONFORMANT\ncalm 1.2: NOT CONFORMANT; 1 FAIL\n"), console);
    console.lines().forEach(line -> assertTrue(line.length() <= 100, line));
  }
}
