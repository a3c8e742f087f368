// SPDX-License-Identifier: Apache-2.0
package dev.sluice.architecture;

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
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Checks the dependency rules between modules and packages. It is in the module that is built last,
 * and reads the classes from the modules' build folders, since the engines are not on this
 * classpath. Planted offenders show that each rule can fail.
 */
class ArchitectureTest {

  private static final String OFFENDERS = "dev.sluice.architecture.offenders";

  private static final List<String> MODULES =
      List.of(
          "model",
          "filter-rules",
          "engine-base",
          "sinks/postgres",
          "sinks/kafka",
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
  void engineBaseAndLabAndKitAndBenchKnowNoEngine() {
    for (String name : new String[] {"engine-base", "sinks/postgres", "lab", "it-tests", "bench"}) {
      check(module(name), DependencyRules.noEngineApi("dev.sluice.."));
    }
  }

  @Test
  void noPackagesDependOnEachOtherInACircle() {
    for (String name : MODULES) {
      check(module(name), DependencyRules.noCycles());
    }
  }

  @Test
  void engineBaseKnowsNoLab() {
    check(module("engine-base"), DependencyRules.no("dev.sluice.engine..", "dev.sluice.lab.."));
  }

  /** The algorithm, the start and the process see a sink's port only. */
  @Test
  void engineBaseKnowsNoSink() {
    check(
        module("engine-base"),
        DependencyRules.no(
            "dev.sluice.engine..", "dev.sluice.sink..", "java.sql..", "org.postgresql.."));
  }

  @Test
  void adaptersAreWiringOnly() {
    for (String engine : new String[] {"flink", "spark", "kstreams"}) {
      String packages = "dev.sluice." + engine + "..";
      JavaClasses adapter = module("engine-" + engine);
      // No rule logic, JSON, YAML or lab.
      check(
          adapter,
          DependencyRules.no(
              packages,
              "dev.sluice.rules..",
              "dev.sluice.lab..",
              "com.fasterxml.jackson..",
              "org.snakeyaml..",
              "org.json4s.."));
    }
  }

  /** A sink is found at run time; only the mode that writes by the JDBC connector knows its own. */
  @Test
  void adaptersKnowNoSink() {
    Map.of(
            "dev.sluice.flink", "flink",
            "dev.sluice.flink.host", "flink",
            "dev.sluice.spark..", "spark",
            "dev.sluice.kstreams..", "kstreams")
        .forEach(
            (packages, engine) ->
                check(
                    module("engine-" + engine),
                    DependencyRules.no(packages, "dev.sluice.sink..", "java.sql..")));
  }

  @Test
  void everyProcessFixesItsLocale() {
    for (String name :
        new String[] {
          "engine-flink", "engine-spark", "engine-kstreams", "lab", "it-tests", "bench"
        }) {
      check(module(name), DependencyRules.processesFixTheirLocale("dev.sluice.."));
    }
  }

  /**
   * Points and commas in numbers depend on the default locale unless the code names one. The
   * sources are searched, since classes do not show how a text is formatted.
   */
  @Test
  void numbersWithPointsOrCommasNameTheirLocale() throws IOException {
    Path home = Path.of(System.getProperty("sluice.home"));
    for (String name : MODULES) {
      assertEquals(List.of(), DefaultFormats.under(home.resolve(name).resolve("src/main/java")));
    }
    Path offenders = home.resolve("bench/src/test/java").resolve(OFFENDERS.replace('.', '/'));
    assertEquals(3, DefaultFormats.under(offenders).size(), "the offenders were not found");
  }

  @Test
  void oracleDoesNotUseTheWriterThatItChecks() {
    check(module("lab"), oracleWithoutWriter("dev.sluice.lab.oracle.."));
  }

  @Test
  void eachRuleIsSeenToFail() {
    assertFails(DependencyRules.noCycles());
    assertFails(DependencyRules.onlyJavaAnd(OFFENDERS));
    assertFails(DependencyRules.noInputOrOutput(OFFENDERS));
    assertFails(DependencyRules.noClockChanceOrLocale(OFFENDERS));
    assertFails(DependencyRules.noEngineApi(OFFENDERS));
    assertFails(DependencyRules.processesFixTheirLocale(OFFENDERS));
    assertFails(DependencyRules.no(OFFENDERS, "dev.sluice.lab.."));
    assertFails(DependencyRules.no(OFFENDERS, "dev.sluice.sink.."));
    assertFails(DependencyRules.no(OFFENDERS, "java.sql.."));
    assertFails(oracleWithoutWriter(OFFENDERS));
  }

  private static ArchRule oracleWithoutWriter(String packages) {
    return com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses()
        .that()
        .resideInAPackage(packages)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.sluice.engine.write..", "dev.sluice.engine.sink..", "dev.sluice.sink..");
  }

  private static void assertFails(ArchRule rule) {
    JavaClasses offenders = new ClassFileImporter().importPackages(OFFENDERS);
    assertFalse(offenders.isEmpty(), "the offenders were not found");
    assertTrue(
        rule.evaluate(offenders).hasViolation(),
        () -> rule + ": finds no violation in the offender");
  }

  private static void check(JavaClasses classes, ArchRule rule) {
    rule.check(classes);
  }

  private static JavaClasses module(String name) {
    Path folder =
        Path.of(System.getProperty("sluice.home")).resolve(name).resolve("target/classes");
    assertTrue(
        Files.isDirectory(folder), () -> folder + ": does not exist; build the module first");
    JavaClasses classes = new ClassFileImporter().importPath(folder);
    assertFalse(classes.isEmpty(), () -> folder + ": has no classes; build the module first");
    return classes;
  }
}
