package dev.sluice.spark;

import dev.sluice.engine.ledger.LedgerWriter;
import dev.sluice.engine.start.RunPlan;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Keeps an executor's ledger writers, and with them their connections, from one micro-batch to the
 * next: a task lives for one range of one partition, and connecting costs more than a small range.
 */
final class IdleWriters {

  private static final Map<String, Deque<LedgerWriter>> BY_RUN = new ConcurrentHashMap<>();

  /** An idle writer of the run, or a new one. */
  static LedgerWriter take(RunPlan plan) {
    LedgerWriter idle = ofRun(plan).pollFirst();
    return idle != null ? idle : LedgerWriter.open(plan);
  }

  /** Gives back a writer that has nothing buffered. */
  static void giveBack(RunPlan plan, LedgerWriter writer) {
    ofRun(plan).addFirst(writer);
  }

  /** Closes the run's idle writers in this JVM. */
  static void close(RunPlan plan) {
    Deque<LedgerWriter> idle = BY_RUN.remove(plan.runId());
    if (idle != null) {
      idle.forEach(LedgerWriter::close);
    }
  }

  private static Deque<LedgerWriter> ofRun(RunPlan plan) {
    return BY_RUN.computeIfAbsent(plan.runId(), run -> new ConcurrentLinkedDeque<>());
  }

  private IdleWriters() {}
}
