package dev.sluice.kit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

  private static final Pattern TEST_IN_LIST = Pattern.compile("(?m)^- `(r\\d+_\\w+)`$");

  private static final Pattern SABOTEUR_IN_TABLE =
      Pattern.compile("(?m)^\\| ([a-z0-9-]+) \\| R\\d+ \\|");

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
        IntStream.rangeClosed(1, 17).boxed().collect(Collectors.toSet()),
        facts().map(TestFacts::rule).collect(Collectors.toSet()));
  }

  @Test
  void r17_everyCapabilityHasATestAndAProofOfItsAbsence() {
    assertEquals(EnumSet.allOf(Capability.class), capabilities(TestFacts.Kind.OPTIONAL));
    assertEquals(EnumSet.allOf(Capability.class), capabilities(TestFacts.Kind.PROOF));
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
   * The documented matrix is up to date: it was generated after the kit changed, or docs/faults.md
   * lists the newer tests.
   */
  @Test
  void theDocumentedMatrixIsOfTheseTests() throws Exception {
    Set<String> inPage = found("conformance.md", TEST_IN_TABLE);
    Set<String> newer = found("faults.md", TEST_IN_LIST);
    assertTrue(
        Collections.disjoint(inPage, newer),
        () -> "docs/faults.md: lists tests as newer that are in the matrix: " + newer);
    Set<String> documented = new TreeSet<>(inPage);
    documented.addAll(newer);
    // A proof runs only for engines that decline its capability, so the matrix need not have all of
    // them.
    Set<String> known = names(test -> true);
    assertTrue(
        known.containsAll(documented),
        () ->
            "docs/conformance.md, docs/faults.md: no longer tests: " + without(documented, known));
    Set<String> needed = names(test -> test.kind() != TestFacts.Kind.PROOF);
    assertTrue(
        documented.containsAll(needed),
        () -> "docs/conformance.md: tests are missing: " + without(needed, documented));
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
