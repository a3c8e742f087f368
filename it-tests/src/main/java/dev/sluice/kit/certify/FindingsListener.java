// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.certify;

import dev.sluice.kit.contract.KitExtension;
import dev.sluice.kit.contract.TestFacts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestTag;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/** Turns JUnit's events into findings. */
final class FindingsListener implements TestExecutionListener {

  private static final String KIT = "dev.sluice.kit.";

  private final Consumer<TestResult> each;
  private final List<TestResult> findings = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final Map<String, Long> starts = new HashMap<>();

  /**
   * @param each called with each finding as soon as it is known
   */
  FindingsListener(Consumer<TestResult> each) {
    this.each = each;
  }

  /** The findings in the order of the tests. */
  List<TestResult> findings() {
    return findings;
  }

  /** Failures outside the tests, because of which some tests never ran. */
  List<String> problems() {
    return problems;
  }

  @Override
  public void executionStarted(TestIdentifier identifier) {
    starts.put(identifier.getUniqueId(), System.nanoTime());
  }

  @Override
  public void executionSkipped(TestIdentifier identifier, String reason) {
    if (reason.equals(KitExtension.NOT_DECLINED) || reason.equals(KitExtension.LEFT_OUT)) {
      return;
    }
    boolean declined = reason.startsWith(KitExtension.DECLINED);
    String why = declined ? reason.substring(KitExtension.DECLINED.length()) : reason;
    add(identifier, declined ? TestResult.Result.DECLINED : TestResult.Result.NOT_RUN, why);
  }

  @Override
  public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
    String message = result.getThrowable().map(FindingsListener::message).orElse("");
    String reason =
        result.getThrowable().flatMap(FindingsListener::place).map(place -> place + ": ").orElse("")
            + message;
    if (!identifier.isTest()) {
      if (result.getStatus() != TestExecutionResult.Status.SUCCESSFUL) {
        problems.add(identifier.getDisplayName() + ": " + reason);
      }
      return;
    }
    switch (result.getStatus()) {
      case SUCCESSFUL -> add(identifier, TestResult.Result.PASS, "");
      case ABORTED -> add(identifier, TestResult.Result.NOT_RUN, message);
      case FAILED -> add(identifier, TestResult.Result.FAIL, reason);
    }
  }

  private static String message(Throwable failure) {
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }

  /** The innermost line of the kit, such as {@code LogContract.java:81}, or else the cause's. */
  private static Optional<String> place(Throwable failure) {
    return Arrays.stream(failure.getStackTrace())
        .filter(frame -> frame.getClassName().startsWith(KIT))
        .findFirst()
        .map(frame -> frame.getFileName() + ":" + frame.getLineNumber())
        .or(() -> Optional.ofNullable(failure.getCause()).flatMap(FindingsListener::place));
  }

  private void add(TestIdentifier identifier, TestResult.Result result, String reason) {
    Optional<TestFacts> test =
        identifier
            .getSource()
            .filter(MethodSource.class::isInstance)
            .map(source -> TestFacts.of(((MethodSource) source).getJavaMethod()));
    if (test.isEmpty()) {
      problems.add(identifier.getDisplayName() + ": " + reason);
      return;
    }
    Long start = starts.get(identifier.getUniqueId());
    TestResult finding =
        new TestResult(
            test.get(),
            identifier.getUniqueId().contains("test-template-invocation")
                ? identifier.getDisplayName()
                : "",
            identifier.getTags().contains(TestTag.create(KitExtension.STOCHASTIC)),
            result,
            reason.strip(),
            Duration.ofNanos(start == null ? 0 : System.nanoTime() - start));
    findings.add(finding);
    each.accept(finding);
  }
}
