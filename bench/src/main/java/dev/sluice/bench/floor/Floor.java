package dev.sluice.bench.floor;

import dev.sluice.engine.config.ConfigException;
import java.util.Arrays;

/** What stands beside every engine's figure: how fast this machine could be without one. */
enum Floor {
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

  private final String mode;
  private final boolean keepsLedger;

  Floor(String mode, boolean keepsLedger) {
    this.mode = mode;
    this.keepsLedger = keepsLedger;
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
