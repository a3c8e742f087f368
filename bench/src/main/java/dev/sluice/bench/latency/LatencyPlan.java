// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.latency;

import dev.sluice.lab.run.SinkKind;
import java.util.List;

/**
 * The plan of the latency measurements; results of one plan may be combined.
 *
 * @param contestants by name
 * @param rates events a second, one after the other
 * @param seconds how long each lasts
 * @param warmUpRate events a second during the warm-up, which is not measured
 * @param warmUpSeconds how long the warm-up lasts
 * @param hopsRate events a second at which the hops are measured; 0 to leave them out
 * @param lingerMillis how long a record may wait for a batch to fill
 * @param seed of the events
 * @param sink where the contestants write to; hops are measured to Postgres only
 */
public record LatencyPlan(
    List<String> contestants,
    List<Integer> rates,
    int seconds,
    int warmUpRate,
    int warmUpSeconds,
    int hopsRate,
    long lingerMillis,
    long seed,
    SinkKind sink) {

  public LatencyPlan {
    contestants = List.copyOf(contestants);
    rates = List.copyOf(rates);
  }

  static LatencyPlan full(List<String> contestants, long seed, SinkKind sink) {
    return new LatencyPlan(
        contestants,
        List.of(1_000, 2_000, 5_000, 10_000),
        15,
        10_000,
        20,
        sink == SinkKind.POSTGRES ? 2_000 : 0,
        LiveRun.LINGER_MILLIS,
        seed,
        sink);
  }

  static LatencyPlan quick(List<String> contestants, long seed, SinkKind sink) {
    // Shorter than the full bench in all but the warm-up's rate: a cold JVM has ten times the p50.
    return new LatencyPlan(
        contestants, List.of(2_000), 5, 10_000, 12, 0, LiveRun.LINGER_MILLIS, seed, sink);
  }
}
