// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spark;

import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.write.DecisionSink;
import dev.sluice.engine.write.WriteBehind;
import java.time.Duration;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Keeps an executor's ledger writers, with their connections, from one micro-batch to the next: a
 * task lasts for one range of one partition, and a new connection costs more than a small range.
 * One that no task has taken for a minute is closed: an executor may have no task of the run any
 * more, and does not learn of the run's end.
 */
final class IdleWriters {

  /** The longest that a writer is kept without use. */
  static final Duration LONGEST = Duration.ofMinutes(1);

  private record Idle(DecisionSink writer, long sinceNanos) {}

  private static final Map<String, Deque<Idle>> BY_RUN = new ConcurrentHashMap<>();

  static {
    ScheduledExecutorService sweep =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "sluice-idle-writers");
              thread.setDaemon(true);
              return thread;
            });
    long pause = LONGEST.toMillis() / 4;
    var unused =
        sweep.scheduleWithFixedDelay(
            () -> closeIdle(System.nanoTime() - LONGEST.toNanos()),
            pause,
            pause,
            TimeUnit.MILLISECONDS);
  }

  /** Takes an idle writer of the run, or opens a new one. */
  static DecisionSink take(RunPlan plan) {
    Idle idle = ofRun(plan).pollFirst();
    return idle != null ? idle.writer() : WriteBehind.open(plan, LedgerMetrics.ofProcess());
  }

  /** Returns a writer that has nothing buffered. */
  static void giveBack(RunPlan plan, DecisionSink writer) {
    ofRun(plan).addFirst(new Idle(writer, System.nanoTime()));
  }

  /** Closes the run's idle writers in this JVM. */
  static void close(RunPlan plan) {
    Deque<Idle> idle = BY_RUN.remove(plan.runId());
    if (idle != null) {
      idle.forEach(each -> each.writer().close());
    }
  }

  /**
   * Closes the writers that were given back before a time.
   *
   * @param beforeNanos as of {@link System#nanoTime}
   */
  static void closeIdle(long beforeNanos) {
    for (Deque<Idle> idle : BY_RUN.values()) {
      // The last one was given back first. Who removes it owns it.
      for (Idle last = idle.peekLast();
          last != null && last.sinceNanos() - beforeNanos < 0 && idle.removeLastOccurrence(last);
          last = idle.peekLast()) {
        last.writer().close();
      }
    }
  }

  private static Deque<Idle> ofRun(RunPlan plan) {
    return BY_RUN.computeIfAbsent(plan.runId(), run -> new ConcurrentLinkedDeque<>());
  }

  private IdleWriters() {}
}
