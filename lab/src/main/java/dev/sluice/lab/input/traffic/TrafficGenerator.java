// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.traffic;

import dev.sluice.lab.input.FactsCounter;
import dev.sluice.lab.input.Input;
import dev.sluice.lab.input.InputFacts;
import dev.sluice.lab.input.InputRecords;
import java.util.OptionalLong;

/**
 * Generates web traffic from a seed: the same records, to the byte, on every machine.
 *
 * <p>Each record has the label that it was generated for. Labels are valid for the default rules,
 * an allowed lateness of 15 s and an allowed skew of 60 s; no decision code is involved in them.
 */
public final class TrafficGenerator implements Input {

  private final long seed;
  private final long events;
  private final int partitions;
  private final TrafficProfile profile;
  private FactsCounter facts;

  private TrafficGenerator(long seed, long events, int partitions, TrafficProfile profile) {
    if (events < 0) {
      throw new IllegalArgumentException("events: " + events + "; it must be zero or more");
    }
    if (partitions < 1) {
      throw new IllegalArgumentException("partitions: " + partitions + "; it must be one or more");
    }
    this.seed = seed;
    this.events = events;
    this.partitions = partitions;
    this.profile = profile;
  }

  /**
   * A generator of that many records.
   *
   * @param events zero or more
   * @param partitions one or more
   */
  public static TrafficGenerator of(
      long seed, long events, int partitions, TrafficProfile profile) {
    return new TrafficGenerator(seed, events, partitions, profile);
  }

  /** A generator of no records at all. */
  public static TrafficGenerator empty(int partitions) {
    return of(0, 0, partitions, TrafficProfile.defaults());
  }

  @Override
  public int partitions() {
    return partitions;
  }

  @Override
  public InputRecords records() {
    facts = new FactsCounter("generator", "traffic", OptionalLong.of(seed), partitions);
    return new Traffic(seed, events, partitions, profile, facts);
  }

  @Override
  public InputFacts facts() {
    if (facts == null) {
      throw new IllegalStateException("facts: not known yet; call records() first");
    }
    return facts.facts();
  }
}
