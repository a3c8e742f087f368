// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.contract;

import dev.sluice.kit.testbed.TestBed;
import dev.sluice.lab.engine.Capability;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.engine.EngineMode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.TestInstancePostProcessor;
import org.junit.jupiter.api.extension.TestWatcher;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * Provides a test with its engine and with the servers, which are started once for a whole test run
 * and closed with it.
 *
 * <p>The engine is the one that the binding names ({@link EngineUnderTest}), or else the
 * configuration parameter {@value #ENGINE}.
 */
public final class KitExtension
    implements ExecutionCondition, TestInstancePostProcessor, TestWatcher {

  /** The configuration parameter that names the engine: a mode, or {@code FOLDER#MODE}. */
  public static final String ENGINE = "sluice.engine";

  /** The configuration parameter with the seed of stochastic tests. */
  public static final String SEED = "sluice.seed";

  /** The configuration parameter with the seconds after which an engine counts as hanging. */
  public static final String PATIENCE = "sluice.patience.seconds";

  /**
   * The configuration parameter that selects the fault tests to run: {@code some} or {@code all}.
   */
  public static final String FAULTS = "sluice.faults";

  /** The skip reason of a slow test that was not requested. */
  public static final String LEFT_OUT = "only with all faults";

  /** The tag of slow tests. */
  public static final String THOROUGH = "thorough";

  /** The start of the skip reason if the engine declines what the test is about. */
  public static final String DECLINED = "declined: ";

  /** The skip reason of a proof if the engine does not decline the capability. */
  public static final String NOT_DECLINED = "not declined";

  /** The tag of tests that use the seed. */
  public static final String STOCHASTIC = "stochastic";

  /**
   * The namespace of the session store in which a run with its own servers puts its {@link
   * TestBed}.
   */
  public static final List<Object> STORE = List.of(KitExtension.class);

  static final long DEFAULT_SEED = 1;

  private static final Namespace NAMESPACE = Namespace.create(STORE.toArray());
  private static final String DEFAULT_PATIENCE_SECONDS = "180";

  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    if (context.getTestMethod().isEmpty()) {
      return ConditionEvaluationResult.enabled("decided for each test");
    }
    if (context.getTags().contains(THOROUGH) && !allFaults(context)) {
      return ConditionEvaluationResult.disabled(LEFT_OUT);
    }
    EngineMode mode = engine(context).mode();
    Optional<Requires> requires =
        AnnotationSupport.findAnnotation(context.getTestMethod(), Requires.class);
    for (Capability needed : requires.map(Requires::value).orElse(new Capability[0])) {
      if (!mode.can(needed)) {
        return ConditionEvaluationResult.disabled(
            DECLINED + needed.code() + ": " + mode.whyNot(needed).orElseThrow());
      }
    }
    Optional<ProvesDecline> proves =
        AnnotationSupport.findAnnotation(context.getTestMethod(), ProvesDecline.class);
    return proves.isPresent() && mode.can(proves.get().value())
        ? ConditionEvaluationResult.disabled(NOT_DECLINED)
        : ConditionEvaluationResult.enabled("");
  }

  @Override
  public void postProcessTestInstance(Object test, ExtensionContext context) {
    if (test instanceof EngineTest engineTest) {
      Duration patience =
          Duration.ofSeconds(
              Long.parseLong(
                  context.getConfigurationParameter(PATIENCE).orElse(DEFAULT_PATIENCE_SECONDS)));
      engineTest.enter(
          testBed(context),
          engine(context),
          seed(context),
          patience,
          binding(context).map(EngineUnderTest::hasOwnState).orElse(false));
    }
  }

  /** Prints the command that repeats a binding's failed test; a certification prints it itself. */
  @Override
  public void testFailed(ExtensionContext context, Throwable cause) {
    if (binding(context).isPresent()) {
      System.err.printf(
          "to repeat: %s%n",
          repeat(engineName(context), context.getRequiredTestMethod().getName(), seed(context)));
    }
  }

  /** Returns the command that runs one test again. */
  public static String repeat(String engine, String test, long seed) {
    return "./sluice certify --engines %s --only %s --seed %d".formatted(engine, test, seed);
  }

  private static boolean allFaults(ExtensionContext context) {
    return context.getConfigurationParameter(FAULTS).map("all"::equals).orElse(false);
  }

  private static long seed(ExtensionContext context) {
    return context.getConfigurationParameter(SEED).map(Long::parseLong).orElse(DEFAULT_SEED);
  }

  private static EngineCatalog.Entry engine(ExtensionContext context) {
    return testBed(context).engine(engineName(context));
  }

  private static String engineName(ExtensionContext context) {
    return binding(context)
        .map(EngineUnderTest::value)
        .or(() -> context.getConfigurationParameter(ENGINE))
        .orElseThrow(() -> new IllegalStateException(ENGINE + ": is not set; name an engine"));
  }

  private static Optional<EngineUnderTest> binding(ExtensionContext context) {
    for (Optional<ExtensionContext> at = Optional.of(context);
        at.isPresent();
        at = at.get().getParent()) {
      Optional<EngineUnderTest> found =
          at.get()
              .getTestClass()
              .flatMap(type -> AnnotationSupport.findAnnotation(type, EngineUnderTest.class));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** The servers of the test run, started at the first call and closed with the run. */
  public static TestBed testBed(ExtensionContext context) {
    return context
        .getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
        .computeIfAbsent(TestBed.class, key -> open(), TestBed.class);
  }

  private static TestBed open() {
    try {
      return TestBed.open();
    } catch (IOException e) {
      throw new UncheckedIOException("the servers could not be started: " + e.getMessage(), e);
    }
  }
}
