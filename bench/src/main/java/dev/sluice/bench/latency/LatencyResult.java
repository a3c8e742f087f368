// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.latency;

import java.util.List;
import java.util.Optional;

/**
 * The latencies of one contestant.
 *
 * @param rates in the plan's order
 * @param waterfalls around the median and the 99th percentile; empty if its hops were not measured,
 *     or it is not a JVM
 * @param problem why it does not count, or null if the output equals the oracle's
 */
public record LatencyResult(
    String contestant, List<AtRate> rates, List<Waterfall> waterfalls, String problem) {

  public LatencyResult {
    rates = List.copyOf(rates);
    waterfalls = List.copyOf(waterfalls);
  }

  /**
   * The latencies at one rate.
   *
   * @param rate events a second
   * @param senderLateMicros the largest delay of the sender
   * @param stolenPercent the share of all processors' time that a hypervisor gave to others
   *     meanwhile
   */
  public record AtRate(
      int rate, Latencies latencies, long senderLateMicros, double stolenPercent) {}

  Optional<Latencies> at(int rate) {
    return rates.stream()
        .filter(each -> each.rate() == rate && each.latencies().rows() > 0)
        .map(AtRate::latencies)
        .findFirst();
  }

  Optional<Waterfall> around(double percentile) {
    return waterfalls.stream().filter(each -> each.percentile() == percentile).findFirst();
  }
}
