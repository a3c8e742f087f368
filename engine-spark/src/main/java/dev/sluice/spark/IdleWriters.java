// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spark;

import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.write.DecisionSink;
import dev.sluice.engine.write.WriteBehind;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Keeps an executor's ledger writers, with their connections, from one micro-batch to the next: a
 * task lasts for one range of one partition, and a new connection costs more than a small range.
 */
final class IdleWriters {

  private static final Map<String, Deque<DecisionSink>> BY_RUN = new ConcurrentHashMap<>();

  /** Takes an idle writer of the run, or opens a new one. */
  static DecisionSink take(RunPlan plan) {
    DecisionSink idle = ofRun(plan).pollFirst();
    return idle != null ? idle : WriteBehind.open(plan);
  }

  /** Returns a writer that has nothing buffered. */
  static void giveBack(RunPlan plan, DecisionSink writer) {
    ofRun(plan).addFirst(writer);
  }

  /** Closes the run's idle writers in this JVM. */
  static void close(RunPlan plan) {
    Deque<DecisionSink> idle = BY_RUN.remove(plan.runId());
    if (idle != null) {
      idle.forEach(DecisionSink::close);
    }
  }

  private static Deque<DecisionSink> ofRun(RunPlan plan) {
    return BY_RUN.computeIfAbsent(plan.runId(), run -> new ConcurrentLinkedDeque<>());
  }

  private IdleWriters() {}
}
