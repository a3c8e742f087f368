package dev.sluice.kit.certify;

import dev.sluice.kit.contract.TestFacts;
import java.time.Duration;

/**
 * What came of one test on one engine.
 *
 * @param test what was tested
 * @param variant of a test that is run with several values, which; else empty
 * @param stochastic whether it drew from the seed
 * @param result how it ended
 * @param reason why it failed, was declined or was not run; else empty
 * @param duration how long it took
 */
record TestResult(
    TestFacts test,
    String variant,
    boolean stochastic,
    Result result,
    String reason,
    Duration duration) {

  /** How a test, or all tests of a rule, ended. */
  enum Result {
    PASS("pass"),
    FAIL("FAIL"),
    DECLINED("declined"),
    NOT_RUN("not run");

    private final String text;

    Result(String text) {
      this.text = text;
    }

    /** As reports write it. */
    String text() {
      return text;
    }
  }
}
