// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.operation;

import java.util.List;

/**
 * The plan of this section's measurements.
 *
 * @param seed of the traffic
 * @param parallelism of each engine
 * @param engines modes of engines, or folders of others
 * @param backlog how many events wait for an engine that starts
 * @param startUps how many times each engine is started
 * @param recoveries how many times each engine is killed
 * @param perSecond events that arrive each second while engines are killed
 * @param calmSeconds how long each runs before it is killed, or before its idle cost is measured
 * @param idleSeconds how long the idle cost is measured; 0 to leave it out
 */
record OperationPlan(
    long seed,
    int parallelism,
    List<String> engines,
    int backlog,
    int startUps,
    int recoveries,
    int perSecond,
    int calmSeconds,
    int idleSeconds) {

  OperationPlan {
    engines = List.copyOf(engines);
  }
}
