// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.baseline;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.lab.engine.EngineCatalog;
import java.util.Arrays;
import java.util.List;

/** A baseline for the engines' figures: how fast this machine is without an engine. */
public enum Baseline {
  /** L0: polls records, and does nothing with them. */
  POLL("baseline-poll", false),
  /** L1: polls and decides records, and writes nothing. */
  DECIDE("baseline-decide", false),
  /** L2: copies the resulting rows, encoded beforehand, into the table. */
  COPY("baseline-copy", false),
  /** L3: the null pipeline, with the ledger: one loop and the thread of its writer. */
  NULL("baseline-null", true),
  /** L3x2: two such loops, each with half of the partitions. */
  NULL_X2("baseline-null-x2", true);

  private static final String FOLDER = "bench/baselines";

  private final String mode;
  private final boolean keepsLedger;

  Baseline(String mode, boolean keepsLedger) {
    this.mode = mode;
    this.keepsLedger = keepsLedger;
  }

  /** The name of the mode. */
  public String mode() {
    return mode;
  }

  /** The catalog entry that starts this baseline. */
  public EngineCatalog.Entry entry() {
    return entries().stream()
        .filter(entry -> entry.mode().name().equals(mode))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(FOLDER + " has no mode " + mode));
  }

  /** The catalog entries of all baselines. */
  public static List<EngineCatalog.Entry> entries() {
    return EngineCatalog.under(EngineCatalog.home())
        .entries(EngineCatalog.home().resolve(FOLDER).toString());
  }

  /**
   * The baseline of an engine's mode.
   *
   * @throws ConfigException if the mode is not a baseline
   */
  static Baseline of(String mode) {
    return Arrays.stream(values())
        .filter(baseline -> baseline.mode.equals(mode))
        .findFirst()
        .orElseThrow(() -> new ConfigException("engine", mode + " is not a baseline"));
  }

  boolean keepsLedger() {
    return keepsLedger;
  }
}
