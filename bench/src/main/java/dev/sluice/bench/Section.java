package dev.sluice.bench;

import dev.sluice.bench.report.Findings;

/** A part of the bench that can be run alone. */
public interface Section {

  /** As {@code --only} calls it. */
  String name();

  /**
   * Measures what the folder does not hold yet, and tells all of it. Leaves no topic and no schema
   * behind.
   */
  Findings run(Bench bench) throws Exception;
}
