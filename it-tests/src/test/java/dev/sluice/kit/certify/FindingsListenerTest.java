// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.certify;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

class FindingsListenerTest {

  private static final Map<String, Integer> LINES = new HashMap<>();

  /** Notes the next line as the one of the failure of a test. */
  private static void theNextLineFails(String test) {
    LINES.put(
        test, StackWalker.getInstance().walk(f -> f.skip(1).findFirst()).get().getLineNumber() + 1);
  }

  /** Tests that fail; run by the test below only. */
  static class Failing {
    @Test
    void r1_anAssertion() {
      theNextLineFails("r1_anAssertion");
      assertEquals("a", "b");
    }

    @Test
    void r2_severalLines() {
      theNextLineFails("r2_severalLines");
      fail("first\nsecond");
    }

    @Test
    void r3_noMessage() {
      theNextLineFails("r3_noMessage");
      throw new IllegalStateException();
    }

    @Test
    void r4_onlyTheCauseIsInTheKit() {
      theNextLineFails("r4_onlyTheCauseIsInTheKit");
      Throwable cause = new IllegalStateException("inner");
      AssertionError failure = new AssertionError("outer", cause);
      failure.setStackTrace(new StackTraceElement[0]);
      throw failure;
    }

    @Test
    void r5_nowhereInTheKit() {
      AssertionError failure = new AssertionError("far away");
      failure.setStackTrace(new StackTraceElement[0]);
      throw failure;
    }

    @Test
    void r6_notRun() {
      Assumptions.abort("no file");
    }
  }

  /** Tests that are never run. */
  static class Unprepared {
    @BeforeAll
    static void prepare() {
      theNextLineFails("prepare");
      fail("no server");
    }

    @Test
    void r1_isNeverRun() {}
  }

  private static FindingsListener run(Class<?> tests) {
    FindingsListener listener = new FindingsListener(each -> {});
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(tests))
                .build(),
            listener);
    return listener;
  }

  @Test
  void aFailureIsReportedWithItsPlaceInTheKit() {
    Map<String, String> reasons = new TreeMap<>();
    run(Failing.class).findings().forEach(each -> reasons.put(each.test().name(), each.reason()));
    String file = "FindingsListenerTest.java:";
    assertEquals(
        new TreeMap<>(
            Map.of(
                "r1_anAssertion",
                file + LINES.get("r1_anAssertion") + ": expected: <a> but was: <b>",
                "r2_severalLines",
                file + LINES.get("r2_severalLines") + ": first\nsecond",
                "r3_noMessage",
                file + LINES.get("r3_noMessage") + ": java.lang.IllegalStateException",
                "r4_onlyTheCauseIsInTheKit",
                file + LINES.get("r4_onlyTheCauseIsInTheKit") + ": outer",
                "r5_nowhereInTheKit",
                "far away",
                "r6_notRun",
                "no file")),
        reasons);
  }

  @Test
  void aFailureOutsideTheTestsIsReportedWithItsPlaceToo() {
    List<String> problems = run(Unprepared.class).problems();
    assertEquals(
        List.of(
            "FindingsListenerTest$Unprepared: FindingsListenerTest.java:"
                + LINES.get("prepare")
                + ": no server"),
        problems);
  }
}
