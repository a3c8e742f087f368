// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.profile;

import java.util.List;
import java.util.Map;

/**
 * The profile of one contestant's drain.
 *
 * @param problem why it does not count, in which case all other values are empty; null if the
 *     output equals the oracle's
 * @param cpuSeconds processor time of its processes, from start to end, in seconds
 * @param threadSeconds processor time of its threads by kind, in seconds; a little less, since a
 *     thread may have worked after its last sample
 * @param layers the number of its stacks by layer; a layer without stacks is missing
 * @param topFrames the methods that were most often the innermost frame, most frequent first
 * @param waits the number of samples of its database sessions, by what they were doing
 */
record ProfileResult(
    String contestant,
    String problem,
    double cpuSeconds,
    Map<ThreadKind, Double> threadSeconds,
    Map<Layer, Long> layers,
    List<TopFrame> topFrames,
    Map<String, Long> waits) {

  ProfileResult {
    threadSeconds = Map.copyOf(threadSeconds);
    layers = Map.copyOf(layers);
    topFrames = List.copyOf(topFrames);
    waits = Map.copyOf(waits);
  }

  /** A drain that does not count. */
  static ProfileResult invalid(String contestant, String problem) {
    return new ProfileResult(contestant, problem, 0, Map.of(), Map.of(), List.of(), Map.of());
  }

  /** Whether this result counts. */
  boolean isValid() {
    return problem == null;
  }

  /** The number of stacks. */
  long samples() {
    return layers.values().stream().mapToLong(each -> each).sum();
  }

  /** A layer's share of the stacks, in percent; 0 if there are none. */
  double percent(Layer layer) {
    return percent(layers.getOrDefault(layer, 0L), layers);
  }

  /** A method's share of the stacks, in percent. */
  double percent(TopFrame frame) {
    return percent(frame.samples(), layers);
  }

  /** The share of the session samples with this wait, in percent. */
  double percent(String wait) {
    return percent(waits.getOrDefault(wait, 0L), waits);
  }

  /** A kind's share of the time of all threads, in percent. */
  double percent(ThreadKind kind) {
    return percent(threadSeconds.get(kind), threadSeconds);
  }

  private static double percent(Number part, Map<?, ? extends Number> parts) {
    double all = parts.values().stream().mapToDouble(Number::doubleValue).sum();
    return all == 0 ? 0 : part.doubleValue() * 100 / all;
  }
}
