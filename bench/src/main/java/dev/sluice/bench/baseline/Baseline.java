package dev.sluice.bench.baseline;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.lab.engine.EngineCatalog;
import java.util.Arrays;
import java.util.List;

/** What stands beside every engine's figure: how fast this machine could be without one. */
public enum Baseline {
  /** L0: records are polled, and nothing is done with them. */
  POLL("baseline-poll", false),
  /** L1: records are polled and decided, and nothing is written. */
  DECIDE("baseline-decide", false),
  /** L2: the rows that come of it, encoded beforehand, are copied into the table. */
  COPY("baseline-copy", false),
  /** L3: the null pipeline, one thread with the ledger. */
  NULL("baseline-null", true),
  /** L3x2: the same on two threads, each with half of the partitions. */
  NULL_X2("baseline-null-x2", true);

  private static final String FOLDER = "bench/baselines";

  private final String mode;
  private final boolean keepsLedger;

  Baseline(String mode, boolean keepsLedger) {
    this.mode = mode;
    this.keepsLedger = keepsLedger;
  }

  /** The name of its mode. */
  public String mode() {
    return mode;
  }

  /** How it is started. */
  public EngineCatalog.Entry entry() {
    return entries().stream()
        .filter(entry -> entry.mode().name().equals(mode))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException(FOLDER + " has no mode " + mode));
  }

  /** How all of them are started. */
  public static List<EngineCatalog.Entry> entries() {
    return EngineCatalog.under(EngineCatalog.home())
        .entries(EngineCatalog.home().resolve(FOLDER).toString());
  }

  /**
   * The baseline of an engine's mode.
   *
   * @throws ConfigException where it is none
   */
  static Baseline of(String mode) {
    return Arrays.stream(values())
        .filter(baseline -> baseline.mode.equals(mode))
        .findFirst()
        .orElseThrow(() -> new ConfigException("engine", mode + " is no baseline"));
  }

  boolean keepsLedger() {
    return keepsLedger;
  }
}
