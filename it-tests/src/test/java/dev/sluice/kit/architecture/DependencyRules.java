package dev.sluice.kit.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;

/** The walls between the rooms, as rules over packages; see the design of the house in README. */
final class DependencyRules {

  private static final String[] ENGINE_APIS = {
    "org.apache.flink..", "org.apache.spark..", "org.apache.kafka.streams..", "scala.."
  };

  /** What a pure function must not ask: the time, chance, the machine, the language, the world. */
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

  /** Depends on plain Java, its own package, and what is named; on nothing else. */
  static ArchRule onlyJavaAnd(String room, String... allowed) {
    String[] all = new String[allowed.length + 2];
    all[0] = "java..";
    all[1] = room;
    System.arraycopy(allowed, 0, all, 2, allowed.length);
    return classes()
        .that()
        .resideInAPackage(room)
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(all);
  }

  /** No input or output of any kind. */
  static ArchRule noInputOrOutput(String room) {
    return noClasses()
        .that()
        .resideInAPackage(room)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("java.nio.file..", "java.nio.channels..", "java.net..", "java.sql..")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching("java\\.io\\.(File|Reader|Writer|InputStream|OutputStream|Print).*");
  }

  /** No clock, no chance, no default locale or zone, no thread or process. */
  static ArchRule noClockChanceOrLocale(String room) {
    return noClasses()
        .that()
        .resideInAPackage(room)
        .should()
        .callCodeUnitWhere(impureCall())
        .orShould()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "ask the clock or chance", type -> IMPURE_CLASSES.contains(type.getName())));
  }

  /**
   * Every process sets its default locale, itself or by {@code EngineMain}: what Sluice or a
   * library writes by the default is the same everywhere then.
   */
  static ArchRule processesFixTheirLocale(String room) {
    return methods()
        .that()
        .haveName("main")
        .and()
        .areStatic()
        .and()
        .areDeclaredInClassesThat()
        .resideInAPackage(room)
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

  /** Knows no engine. */
  static ArchRule noEngineApi(String room) {
    return noClasses()
        .that()
        .resideInAPackage(room)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ENGINE_APIS);
  }

  /** Depends on no class of the packages named. */
  static ArchRule no(String room, String... packages) {
    return noClasses()
        .that()
        .resideInAPackage(room)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages);
  }

  private static DescribedPredicate<JavaCall<?>> impureCall() {
    return DescribedPredicate.describe(
        "ask the clock, chance, the default locale or the machine",
        call -> isImpure(call.getTarget()));
  }

  private static boolean isImpure(CodeUnitCallTarget target) {
    String owner = target.getOwner().getName();
    String name = target.getName();
    if (IMPURE_METHODS.contains(owner + "." + name)) {
      return true;
    }
    // The forms without a locale or a clock take the machine's.
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
