// SPDX-License-Identifier: Apache-2.0
package dev.sluice.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;

/** The dependency rules between modules, as rules about packages; see the design in the README. */
final class DependencyRules {

  private static final String[] ENGINE_APIS = {
    "org.apache.flink..", "org.apache.spark..", "org.apache.kafka.streams..", "scala.."
  };

  /**
   * Methods that a pure function must not call: they depend on time, chance, the machine or the
   * locale.
   */
  private static final Set<String> IMPURE_METHODS =
      Set.of(
          "java.lang.System.currentTimeMillis",
          "java.lang.System.nanoTime",
          "java.lang.System.getProperty",
          "java.lang.System.getenv",
          "java.lang.Math.random",
          "java.util.UUID.randomUUID",
          "java.util.Locale.getDefault",
          "java.util.TimeZone.getDefault",
          "java.time.ZoneId.systemDefault");

  private static final Set<String> IMPURE_CLASSES =
      Set.of(
          "java.util.Random",
          "java.util.SplittableRandom",
          "java.security.SecureRandom",
          "java.util.concurrent.ThreadLocalRandom",
          "java.time.Clock",
          "java.lang.Thread",
          "java.lang.Runtime",
          "java.lang.ProcessBuilder");

  /** The package depends only on plain Java, on itself, and on the given packages. */
  static ArchRule onlyJavaAnd(String packages, String... allowed) {
    String[] all = new String[allowed.length + 2];
    all[0] = "java..";
    all[1] = packages;
    System.arraycopy(allowed, 0, all, 2, allowed.length);
    return classes()
        .that()
        .resideInAPackage(packages)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(all);
  }

  /** The package does no input or output of any kind. */
  static ArchRule noInputOrOutput(String packages) {
    return noClasses()
        .that()
        .resideInAPackage(packages)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.file..", "java.nio.channels..", "java.net..", "java.sql..")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.io\\.(File|Reader|Writer|InputStream|OutputStream|Print).*");
  }

  /** The package uses no clock, randomness, default locale or time zone, thread or process. */
  static ArchRule noClockChanceOrLocale(String packages) {
    return noClasses()
        .that()
        .resideInAPackage(packages)
        .should()
        .callCodeUnitWhere(impureCall())
        .orShould()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "use the clock, randomness, threads or processes",
                type -> IMPURE_CLASSES.contains(type.getName())));
  }

  /**
   * Every process sets its default locale, itself or through {@code EngineMain}, so that output
   * that depends on the default locale is the same everywhere.
   */
  static ArchRule processesFixTheirLocale(String packages) {
    return methods()
        .that()
        .haveName("main")
        .and()
        .areStatic()
        .and()
        .areDeclaredInClassesThat()
        .resideInAPackage(packages)
        .should(
            new ArchCondition<>("set the default locale, or call EngineMain.run") {
              @Override
              public void check(JavaMethod main, ConditionEvents events) {
                boolean fixes =
                    main.getMethodCallsFromSelf().stream()
                        .map(call -> call.getTarget().getFullName())
                        .anyMatch(
                            name ->
                                name.startsWith("java.util.Locale.setDefault(")
                                    || name.startsWith("dev.sluice.engine.life.EngineMain.run("));
                events.add(new SimpleConditionEvent(main, fixes, main.getFullName()));
              }
            });
  }

  /** The package depends on no engine. */
  static ArchRule noEngineApi(String packages) {
    return noClasses()
        .that()
        .resideInAPackage(packages)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ENGINE_APIS);
  }

  /** The package depends on none of the given packages. */
  static ArchRule no(String packages, String... forbidden) {
    return noClasses()
        .that()
        .resideInAPackage(packages)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(forbidden);
  }

  /** No packages depend on each other in a circle. */
  static ArchRule noCycles() {
    return slices().matching("dev.sluice.(**)").should().beFreeOfCycles();
  }

  private static DescribedPredicate<JavaCall<?>> impureCall() {
    return DescribedPredicate.describe(
        "use the clock, randomness, the default locale or the machine",
        call -> isImpure(call.getTarget()));
  }

  private static boolean isImpure(CodeUnitCallTarget target) {
    String owner = target.getOwner().getName();
    String name = target.getName();
    if (IMPURE_METHODS.contains(owner + "." + name)) {
      return true;
    }
    // Overloads without a locale or a clock use the defaults of the machine.
    if (owner.equals("java.lang.String")) {
      return switch (name) {
        case "toLowerCase", "toUpperCase" -> target.getRawParameterTypes().isEmpty();
        case "format" -> !target.getRawParameterTypes().get(0).getName().equals("java.util.Locale");
        default -> name.equals("formatted");
      };
    }
    return owner.startsWith("java.time.") && name.equals("now");
  }

  private DependencyRules() {}
}
