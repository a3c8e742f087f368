// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench;

import dev.sluice.bench.report.Findings;

/** A part of the bench that can be run separately. */
public interface Section {

  /** The name for {@code --only}. */
  String name();

  /**
   * Measures what the folder does not hold yet, and returns the findings of all its results. Leaves
   * no topic and no schema behind.
   */
  Findings run(Bench bench) throws Exception;
}
