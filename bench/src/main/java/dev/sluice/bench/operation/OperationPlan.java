package dev.sluice.bench.operation;

import java.util.List;

/**
 * What is to be measured.
 *
 * @param seed of the traffic
 * @param parallelism of each engine
 * @param engines modes of engines, or folders of others
 * @param backlog events that wait for an engine that starts
 * @param startUps how often each is started
 * @param recoveries how often each is killed
 * @param perSecond events that come in each second meanwhile
 * @param calmSeconds how long each runs before it is killed, or before it is watched doing nothing
 * @param idleSeconds how long each is watched doing nothing; 0 to leave that out
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
