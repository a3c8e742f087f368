// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.certify;

import dev.sluice.kit.contract.TestFacts;
import java.time.Duration;

/**
 * The result of one test on one engine.
 *
 * @param test the facts about the test
 * @param variant the values, if the test runs with several; else empty
 * @param stochastic whether the test uses the seed
 * @param result how the test ended
 * @param reason why it failed, was declined or was not run; else empty
 * @param duration how long the test took
 */
record TestResult(
    TestFacts test,
    String variant,
    boolean stochastic,
    Result result,
    String reason,
    Duration duration) {

  /** The result of a test, or of all tests of a rule. */
  enum Result {
    PASS("pass"),
    FAIL("FAIL"),
    DECLINED("declined"),
    NOT_RUN("not run");

    private final String text;

    Result(String text) {
      this.text = text;
    }

    /** The text in reports. */
    String text() {
      return text;
    }
  }
}
