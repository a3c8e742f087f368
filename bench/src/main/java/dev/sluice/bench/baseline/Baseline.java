// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.baseline;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.run.SinkKind;
import java.util.Arrays;
import java.util.List;

/** A baseline for the engines' figures: how fast this machine is without an engine. */
public enum Baseline {
  /** L0: polls records, and does nothing with them. */
  POLL("baseline-poll", "L0"),
  /** L1: polls and decides records, and writes nothing. */
  DECIDE("baseline-decide", "L1"),
  /** L2: copies the resulting rows, encoded beforehand, into the table. */
  COPY("baseline-copy", "L2"),
  /** P: polls, decides and produces the rows of events in transactions, without a ledger. */
  PRODUCE("baseline-produce", "P"),
  /** Px2: the same on two threads, each with half of the partitions. */
  PRODUCE_X2("baseline-produce-x2", "Px2"),
  /** L3: the null pipeline, with the ledger: one loop and the thread of its writer. */
  NULL("baseline-null", "L3"),
  /** L3x2: two such loops, each with half of the partitions. */
  NULL_X2("baseline-null-x2", "L3x2");

  private static final String FOLDER = "bench/baselines";

  private final String mode;
  private final String level;

  Baseline(String mode, String level) {
    this.mode = mode;
    this.level = level;
  }

  /** The one that all rates to a sink are compared with. */
  public static Baseline base(SinkKind sink) {
    return switch (sink) {
      case POSTGRES -> NULL_X2;
      case KAFKA -> PRODUCE_X2;
    };
  }

  /** Its short name in tables. */
  public String level() {
    return level;
  }

  /** Whether it is measured with a sink. */
  public boolean isFor(SinkKind sink) {
    return switch (this) {
      case COPY -> sink == SinkKind.POSTGRES;
      case PRODUCE, PRODUCE_X2 -> sink == SinkKind.KAFKA;
      default -> true;
    };
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

  /** The catalog entries of all baselines that are measured with a sink. */
  public static List<EngineCatalog.Entry> entries(SinkKind sink) {
    return entries().stream().filter(entry -> of(entry.mode().name()).isFor(sink)).toList();
  }

  private static List<EngineCatalog.Entry> entries() {
    return EngineCatalog.under(EngineCatalog.home())
        .entries(EngineCatalog.home().resolve(FOLDER).toString());
  }

  /**
   * The baseline of an engine's mode.
   *
   * @throws ConfigException if the mode is not a baseline
   */
  public static Baseline of(String mode) {
    return Arrays.stream(values())
        .filter(baseline -> baseline.mode.equals(mode))
        .findFirst()
        .orElseThrow(() -> new ConfigException("engine", mode + " is not a baseline"));
  }

  /** Whether it writes what a pipeline does, with the ledger. */
  public boolean keepsLedger() {
    return this == NULL || this == NULL_X2;
  }
}
