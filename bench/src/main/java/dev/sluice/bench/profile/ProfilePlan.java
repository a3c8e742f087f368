package dev.sluice.bench.profile;

import java.util.List;

/**
 * What is drained, and by whom, behind the baseline that is told against.
 *
 * @param seed of the traffic
 * @param events in the topic
 * @param partitions of the topic
 * @param parallelism of each engine
 * @param engines modes of engines, or folders of others
 */
record ProfilePlan(long seed, long events, int partitions, int parallelism, List<String> engines) {

  ProfilePlan {
    engines = List.copyOf(engines);
  }
}
