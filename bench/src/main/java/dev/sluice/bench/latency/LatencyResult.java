package dev.sluice.bench.latency;

import java.util.List;
import java.util.Optional;

/**
 * What was found of one contestant.
 *
 * @param rates in the plan's order
 * @param waterfalls around the median and the 99th percentile; none where it was not looked at hop
 *     by hop, or is no JVM
 * @param problem why it does not count, or null where its output is the oracle's
 */
public record LatencyResult(
    String contestant, List<AtRate> rates, List<Waterfall> waterfalls, String problem) {

  public LatencyResult {
    rates = List.copyOf(rates);
    waterfalls = List.copyOf(waterfalls);
  }

  /**
   * What was found at one rate.
   *
   * @param rate events a second
   * @param senderLateMicros how far the sender itself was behind at most
   * @param stolenPercent what a hypervisor gave to others meanwhile, of all processors' time
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
