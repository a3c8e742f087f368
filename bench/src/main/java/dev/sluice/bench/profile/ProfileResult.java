package dev.sluice.bench.profile;

import java.util.List;
import java.util.Map;

/**
 * What was seen of one contestant's drain.
 *
 * @param problem why it does not count, or null where its output is the oracle's; then nothing
 *     below is known
 * @param cpuSeconds processor time of its processes, from start to end
 * @param threadSeconds the same of its threads, by kind; a little less, since a thread may have
 *     worked on after it was last seen
 * @param layers how many of its stacks were of which layer; one that has none is missing
 * @param topFrames the methods that were innermost most often, the first one most
 * @param waits how often its sessions in the database were seen at what
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

  /** Whether it counts. */
  boolean isValid() {
    return problem == null;
  }

  /** How many stacks there are. */
  long samples() {
    return layers.values().stream().mapToLong(each -> each).sum();
  }

  /** A layer's part of the stacks, in percent; 0 where there are none. */
  double percent(Layer layer) {
    return percent(layers.getOrDefault(layer, 0L), layers);
  }

  /** A method's part of the stacks, in percent. */
  double percent(TopFrame frame) {
    return percent(frame.samples(), layers);
  }

  /** What sessions did for a part of the looks at them, in percent. */
  double percent(String wait) {
    return percent(waits.getOrDefault(wait, 0L), waits);
  }

  /** A kind's part of the time of all threads, in percent. */
  double percent(ThreadKind kind) {
    return percent(threadSeconds.get(kind), threadSeconds);
  }

  private static double percent(Number part, Map<?, ? extends Number> parts) {
    double all = parts.values().stream().mapToDouble(Number::doubleValue).sum();
    return all == 0 ? 0 : part.doubleValue() * 100 / all;
  }
}
