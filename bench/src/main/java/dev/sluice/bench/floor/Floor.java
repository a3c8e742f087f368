package dev.sluice.bench.floor;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.lab.engine.EngineCatalog;
import java.util.Arrays;
import java.util.List;

/** What stands beside every engine's figure: how fast this machine could be without one. */
public enum Floor {
  /** L0: records are polled, and nothing is done with them. */
  POLL("floor-poll", false),
  /** L1: records are polled and decided, and nothing is written. */
  DECIDE("floor-decide", false),
  /** L2: the rows that come of it, encoded beforehand, are copied into the table. */
  COPY("floor-copy", false),
  /** L3: the null pipeline, one thread with the ledger. */
  NULL("floor-null", true),
  /** L3x2: the same on two threads, each with half of the partitions. */
  NULL_X2("floor-null-x2", true);

  private static final String FOLDER = "bench/floors";

  private final String mode;
  private final boolean keepsLedger;

  Floor(String mode, boolean keepsLedger) {
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
   * The floor of an engine's mode.
   *
   * @throws ConfigException where it is none
   */
  static Floor of(String mode) {
    return Arrays.stream(values())
        .filter(floor -> floor.mode.equals(mode))
        .findFirst()
        .orElseThrow(() -> new ConfigException("engine", mode + " is no floor"));
  }

  boolean keepsLedger() {
    return keepsLedger;
  }
}
