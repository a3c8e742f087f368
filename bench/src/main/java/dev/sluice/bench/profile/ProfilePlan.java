// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.profile;

import dev.sluice.lab.run.SinkKind;
import java.util.List;

/**
 * The plan of the profiles: the baseline for comparison and the engines each drain one topic.
 *
 * @param seed of the traffic
 * @param events in the topic
 * @param partitions of the topic
 * @param parallelism of each engine
 * @param engines modes of engines, or folders of others
 * @param sink where all of them write to
 */
record ProfilePlan(
    long seed, long events, int partitions, int parallelism, List<String> engines, SinkKind sink) {

  ProfilePlan {
    engines = List.copyOf(engines);
  }
}
