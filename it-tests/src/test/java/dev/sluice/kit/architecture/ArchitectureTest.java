package dev.sluice.kit.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The walls stand. Classes are read from the modules' build folders and not from a classpath, since
 * the engines may not be on this one; each rule is first seen to fail on a planted offender.
 */
class ArchitectureTest {

  private static final String OFFENDERS = "dev.sluice.kit.architecture.offenders";

  private static final List<String> MODULES =
      List.of(
          "model",
          "filter-rules",
          "engine-base",
          "engine-flink",
          "engine-spark",
          "engine-kstreams",
          "lab",
          "it-tests",
          "bench");

  @Test
  void modelIsPlainJavaAndPure() {
    JavaClasses model = module("model");
    check(model, DependencyRules.onlyJavaAnd("dev.sluice.model.."));
    check(model, DependencyRules.noInputOrOutput("dev.sluice.model.."));
    check(model, DependencyRules.noClockChanceOrLocale("dev.sluice.model.."));
  }

  @Test
  void rulesArePureAndKnowOnlyModelAndRe2j() {
    JavaClasses rules = module("filter-rules");
    check(
        rules,
        DependencyRules.onlyJavaAnd(
            "dev.sluice.rules..", "dev.sluice.model..", "com.google.re2j.."));
    check(rules, DependencyRules.noInputOrOutput("dev.sluice.rules.."));
    check(rules, DependencyRules.noClockChanceOrLocale("dev.sluice.rules.."));
  }

  @Test
  void decisionIsPure() {
    JavaClasses base = module("engine-base");
    check(base, DependencyRules.noInputOrOutput("dev.sluice.engine.decision.."));
    check(base, DependencyRules.noClockChanceOrLocale("dev.sluice.engine.decision.."));
  }

  @Test
  void engineBaseAndLabAndKitKnowNoEngine() {
    check(module("engine-base"), DependencyRules.noEngineApi("dev.sluice.."));
    check(module("lab"), DependencyRules.noEngineApi("dev.sluice.."));
    check(module("it-tests"), DependencyRules.noEngineApi("dev.sluice.."));
  }

  @Test
  void engineBaseKnowsNoLab() {
    check(module("engine-base"), DependencyRules.no("dev.sluice.engine..", "dev.sluice.lab.."));
  }

  @Test
  void adaptersAreWiringOnly() {
    for (String engine : new String[] {"flink", "spark", "kstreams"}) {
      String room = "dev.sluice." + engine + "..";
      JavaClasses adapter = module("engine-" + engine);
      // No rule logic, no JSON, no lab, and none of the shared rooms' insides.
      check(
          adapter,
          DependencyRules.no(
              room,
              "dev.sluice.rules..",
              "dev.sluice.lab..",
              "com.fasterxml.jackson..",
              "org.snakeyaml..",
              "org.json4s.."));
    }
    check(module("engine-spark"), DependencyRules.no("dev.sluice.spark..", "java.sql.."));
    check(module("engine-kstreams"), DependencyRules.no("dev.sluice.kstreams..", "java.sql.."));
  }

  /** The bench's own process is built after this, and starts by {@code EngineMain}. */
  @Test
  void everyProcessFixesItsLocale() {
    for (String name :
        new String[] {"engine-flink", "engine-spark", "engine-kstreams", "lab", "it-tests"}) {
      check(module(name), DependencyRules.processesFixTheirLocale("dev.sluice.."));
    }
  }

  /**
   * A point or a comma among the digits is the locale's, unless one is named. Sources are searched,
   * since classes do not tell what a text is formatted with.
   */
  @Test
  void numbersWithPointsOrCommasNameTheirLocale() throws IOException {
    Path home = Path.of(System.getProperty("sluice.home"));
    for (String name : MODULES) {
      assertEquals(List.of(), DefaultFormats.under(home.resolve(name).resolve("src/main/java")));
    }
    Path offenders = home.resolve("it-tests/src/test/java").resolve(OFFENDERS.replace('.', '/'));
    assertEquals(3, DefaultFormats.under(offenders).size(), "the offenders were not found");
  }

  @Test
  void oracleDoesNotUseTheWriterThatItChecks() {
    check(module("lab"), oracleWithoutWriter("dev.sluice.lab.oracle.."));
  }

  @Test
  void eachWallIsSeenToFail() {
    assertFails(DependencyRules.onlyJavaAnd(OFFENDERS));
    assertFails(DependencyRules.noInputOrOutput(OFFENDERS));
    assertFails(DependencyRules.noClockChanceOrLocale(OFFENDERS));
    assertFails(DependencyRules.noEngineApi(OFFENDERS));
    assertFails(DependencyRules.processesFixTheirLocale(OFFENDERS));
    assertFails(DependencyRules.no(OFFENDERS, "dev.sluice.lab.."));
    assertFails(oracleWithoutWriter(OFFENDERS));
  }

  private static ArchRule oracleWithoutWriter(String room) {
    return com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses()
        .that()
        .resideInAPackage(room)
        .should()
        .dependOnClassesThat()
        .haveNameMatching("dev\\.sluice\\.engine\\.ledger\\.(LedgerWriter|.*Copy.*|.*Batch.*)");
  }

  private static void assertFails(ArchRule rule) {
    JavaClasses offenders = new ClassFileImporter().importPackages(OFFENDERS);
    assertFalse(offenders.isEmpty(), "the offenders were not found");
    assertTrue(rule.evaluate(offenders).hasViolation(), () -> "cannot fail: " + rule);
  }

  private static void check(JavaClasses classes, ArchRule rule) {
    rule.check(classes);
  }

  private static JavaClasses module(String name) {
    Path folder = Path.of(System.getProperty("sluice.home"), name, "target", "classes");
    assertTrue(Files.isDirectory(folder), () -> "not built: " + folder);
    JavaClasses classes = new ClassFileImporter().importPath(folder);
    assertFalse(classes.isEmpty(), () -> "no classes in " + folder);
    return classes;
  }
}
