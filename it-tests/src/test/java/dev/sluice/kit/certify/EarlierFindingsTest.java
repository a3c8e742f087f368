// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.certify;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.kit.certify.TestResult.Result;
import dev.sluice.kit.contract.TestFacts;
import dev.sluice.kit.contract.TestFacts.Kind;
import dev.sluice.lab.engine.Capability;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.engine.EngineDescriptor;
import dev.sluice.lab.engine.EngineMode;
import dev.sluice.lab.engine.JavaReleases;
import dev.sluice.lab.report.Machine;
import dev.sluice.lab.report.RunFacts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checks that earlier findings are used, unless they are incomplete, failed or out of date. */
class EarlierFindingsTest {

  private static final String COMMAND = "./sluice certify --all --out here";
  private static final Instant STARTED = Instant.parse("2026-11-22T10:00:00Z");

  private static final TestFacts MOVES =
      new TestFacts("Ledger", "r9_itMoves", 9, Kind.OPTIONAL, List.of(Capability.LEDGER));
  private static final TestFacts SAME =
      new TestFacts("Identity", "r2_sameIsSame", 2, Kind.REQUIRED, List.of());

  @TempDir private Path out;
  @TempDir private Path engine;

  @BeforeEach
  void build() throws Exception {
    builtAt(STARTED.minusSeconds(60));
  }

  private void builtAt(Instant time) throws Exception {
    Path jar = engine.resolve("engine.jar");
    Files.writeString(jar, "a jar");
    Files.setLastModifiedTime(jar, FileTime.from(time));
    Files.setLastModifiedTime(engine, FileTime.from(STARTED.minusSeconds(60)));
  }

  private EngineCatalog.Entry entry(String version) {
    EngineMode mode = new EngineMode("calm", "in peace", Map.of());
    return new EngineCatalog.Entry(
        new EngineDescriptor(
            engine,
            "calm",
            version,
            List.of("x"),
            JavaReleases.UNSAID,
            Optional.empty(),
            List.of(mode)),
        mode);
  }

  private static TestResult finding(TestFacts test, String variant, Result result, String reason) {
    return new TestResult(test, variant, true, result, reason, Duration.ofMillis(1_234));
  }

  private EngineFindings found(TestResult... findings) {
    return new EngineFindings(
        "calm", entry("1"), List.of(findings), List.of(), Duration.ofSeconds(61));
  }

  private void leave(EngineFindings findings) throws Exception {
    ConformanceReport report =
        new ConformanceReport(
            new RunFacts(
                "certify-1",
                COMMAND,
                STARTED,
                Duration.ofSeconds(62),
                new Machine(2, 1 << 30, "Linux 1", "17", "a cpu"),
                Map.of("Kafka", "4")),
            7,
            new TreeMap<>(Map.of(2, "identity", 9, "the ledger")),
            true,
            List.of(findings));
    Files.writeString(out.resolve("conformance.json"), ConformanceJson.render(report));
  }

  private Optional<EngineFindings> look(String command, String version) throws Exception {
    return EarlierFindings.in(out, command).of("calm", entry(version));
  }

  @Test
  void whatWasFoundIsThereAgainToTheLastDetail() throws Exception {
    EngineFindings found =
        found(
            finding(SAME, "", Result.PASS, ""),
            finding(MOVES, "[2] n = 3", Result.DECLINED, "ledger: it has | none"));
    leave(found);
    assertEquals(Optional.of(found), look(COMMAND, "1"));
  }

  @Test
  void nothingIsTakenWhereNothingWasLeft() throws Exception {
    assertEquals(Optional.empty(), look(COMMAND, "1"));
  }

  @Test
  void whatFailedOrWasNotRunIsRunAgain() throws Exception {
    leave(found(finding(SAME, "", Result.PASS, ""), finding(MOVES, "", Result.FAIL, "off by 1")));
    assertEquals(Optional.empty(), look(COMMAND, "1"));
    leave(found(finding(SAME, "", Result.PASS, ""), finding(MOVES, "", Result.NOT_RUN, "no log")));
    assertEquals(Optional.empty(), look(COMMAND, "1"));
  }

  @Test
  void ofAnotherCommandOrEngineNothingIsTaken() throws Exception {
    leave(found(finding(SAME, "", Result.PASS, "")));
    assertEquals(Optional.empty(), look(COMMAND + " --seed 2", "1"));
    assertEquals(Optional.empty(), look(COMMAND, "2"));
    builtAt(STARTED.plusSeconds(1));
    assertEquals(Optional.empty(), look(COMMAND, "1"));
  }
}
