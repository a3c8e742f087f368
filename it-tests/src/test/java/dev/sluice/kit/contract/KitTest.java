// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.sluice.kit.Conformance;
import dev.sluice.kit.saboteur.Saboteur;
import dev.sluice.lab.engine.Capability;
import dev.sluice.lab.engine.EngineCatalog;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestTemplate;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Checks that the kit is complete: it has all topics, and a test for each rule and each capability.
 */
class KitTest {

  private static final Pattern TEST_IN_TABLE = Pattern.compile("(?m)^\\| `(r\\d+_\\w+)` \\|");

  private static final Pattern SABOTEUR_IN_TABLE =
      Pattern.compile("(?m)^\\| `([a-z0-9-]+)` \\| R\\d+ \\|");

  private static List<Class<?>> topics() {
    return Arrays.stream(Conformance.class.getDeclaredClasses())
        .<Class<?>>map(Class::getSuperclass)
        .toList();
  }

  private static Stream<Method> tests() {
    return topics().stream()
        .flatMap(topic -> Arrays.stream(topic.getDeclaredMethods()))
        .filter(
            method ->
                AnnotationSupport.isAnnotated(method, Test.class)
                    || AnnotationSupport.isAnnotated(method, TestTemplate.class));
  }

  private static Stream<TestFacts> facts() {
    return tests().map(TestFacts::of);
  }

  @Test
  void everyContractIsATopicOfTheKit() {
    Path classes = EngineCatalog.home().resolve("it-tests/target/classes");
    Set<String> written =
        new ClassFileImporter()
                .importPath(classes.resolve(EngineTest.class.getPackageName().replace('.', '/')))
                .stream()
                .filter(type -> type.getSimpleName().endsWith("Contract"))
                .map(JavaClass::getSimpleName)
                .collect(Collectors.toCollection(TreeSet::new));
    assertFalse(written.isEmpty());
    assertEquals(
        written,
        topics().stream().map(Class::getSimpleName).collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void everyRuleOfTheContractHasATest() {
    assertEquals(
        IntStream.rangeClosed(1, 18).boxed().collect(Collectors.toSet()),
        facts().map(TestFacts::rule).collect(Collectors.toSet()));
  }

  /** But for tables, without which there is nothing to compare: certify refuses such an engine. */
  @Test
  void r17_everyCapabilityHasATestAndAProofOfItsAbsence() {
    Set<Capability> all = EnumSet.complementOf(EnumSet.of(Capability.TABLES));
    assertEquals(all, capabilities(TestFacts.Kind.OPTIONAL));
    assertEquals(all, capabilities(TestFacts.Kind.PROOF));
    facts()
        .filter(test -> test.kind() == TestFacts.Kind.PROOF)
        .forEach(test -> assertEquals(17, test.rule(), test::name));
  }

  private static Set<Capability> capabilities(TestFacts.Kind kind) {
    return facts()
        .filter(test -> test.kind() == kind)
        .flatMap(test -> test.capabilities().stream())
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Capability.class)));
  }

  @Test
  void noTwoTestsHaveOneName() {
    List<String> names = facts().map(TestFacts::name).toList();
    assertEquals(names.size(), Set.copyOf(names).size(), names::toString);
  }

  @Test
  void aNameWithoutRuleIsRefused() throws Exception {
    Method nameless = KitTest.class.getDeclaredMethod("noTwoTestsHaveOneName");
    assertThrows(IllegalArgumentException.class, () -> TestFacts.of(nameless));
  }

  /**
   * The matrix takes hours to make, so a scheduled job makes it, and a new test need not wait for
   * it: an old one is only reported.
   */
  @Test
  void theDocumentedMatrixIsOfThisKitOrItsAgeIsReported() throws Exception {
    Set<String> documented = found("conformance.md", TEST_IN_TABLE);
    assertFalse(documented.isEmpty(), "docs/conformance.md: no test is found in its table");
    Set<String> known = names(test -> true);
    // A proof is run where something is declined, so that not every one is in the matrix.
    Set<String> needed = names(test -> test.kind() != TestFacts.Kind.PROOF);
    assertFalse(Collections.disjoint(documented, needed), "docs/conformance.md: is of another kit");
    warn("not in it yet", without(needed, documented));
    warn("no longer in the kit", without(documented, known));
  }

  private static void warn(String what, Set<String> tests) {
    if (!tests.isEmpty()) {
      System.out.printf(
          "[WARNING] docs/conformance.md is older than the kit; %s: %s%n", what, tests);
    }
  }

  private static Set<String> found(String name, Pattern test) throws IOException {
    Path page = EngineCatalog.home().resolve("docs").resolve(name);
    return test.matcher(Files.readString(page))
        .results()
        .map(found -> found.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void theDocumentedSaboteursAreThese() throws Exception {
    Path page = EngineCatalog.home().resolve("docs").resolve("saboteurs.md");
    assertEquals(
        Arrays.stream(Saboteur.values()).map(Saboteur::code).collect(Collectors.toSet()),
        SABOTEUR_IN_TABLE
            .matcher(Files.readString(page))
            .results()
            .map(found -> found.group(1))
            .collect(Collectors.toSet()));
  }

  private static Set<String> names(Predicate<TestFacts> which) {
    return facts().filter(which).map(TestFacts::name).collect(Collectors.toSet());
  }

  private static Set<String> without(Set<String> all, Set<String> some) {
    Set<String> rest = new TreeSet<>(all);
    rest.removeAll(some);
    return rest;
  }
}
