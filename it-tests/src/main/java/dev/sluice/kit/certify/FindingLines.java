// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.certify;

import dev.sluice.kit.contract.KitExtension;
import java.io.PrintWriter;
import java.util.Locale;

/** Prints each finding as soon as it is known, in one line. */
final class FindingLines {

  private static final double MILLIS = 1_000.0;

  private final PrintWriter out;
  private final String engine;
  private final long seed;

  FindingLines(PrintWriter out, String engine, long seed) {
    this.out = out;
    this.engine = engine;
    this.seed = seed;
  }

  /** Prints a line about the engine as a whole. */
  void tell(String what) {
    out.printf("  %-12s %s%n", engine, what);
    out.flush();
  }

  void show(TestResult finding) {
    String variant = finding.variant().isEmpty() ? "" : " " + finding.variant();
    out.printf(
        Locale.ROOT,
        "  %-12s %-8s %5.1f s  %s%s%n",
        engine,
        finding.result().text(),
        finding.duration().toMillis() / MILLIS,
        finding.test().name(),
        variant);
    if (finding.result() == TestResult.Result.FAIL) {
      out.println("      " + finding.reason().lines().findFirst().orElse(""));
      out.println("      to repeat: " + KitExtension.repeat(engine, finding.test().name(), seed));
    } else if (!finding.reason().isEmpty()) {
      out.println("      " + finding.reason());
    }
    out.flush();
  }
}
