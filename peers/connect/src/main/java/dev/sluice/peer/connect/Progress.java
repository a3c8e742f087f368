package dev.sluice.peer.connect;

import dev.sluice.engine.start.RunPlan;
import dev.sluice.model.Position;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How far the run's transformations have come. The sink commits what it has written, so that
 * records that were dropped behind the last row show in no committed offset. Connect makes
 * transformations from texts, and a process has one run: hence the one static field.
 */
final class Progress {

  private static volatile Progress ofProcess;

  private final RunPlan plan;
  private final Map<Integer, Long> next = new ConcurrentHashMap<>();
  private final Map<Integer, Long> nextOfRows = new ConcurrentHashMap<>();

  private Progress(RunPlan plan) {
    this.plan = plan;
  }

  /** Begins the process's run. */
  static Progress begin(RunPlan plan) {
    ofProcess = new Progress(plan);
    return ofProcess;
  }

  static Progress ofProcess() {
    Progress progress = ofProcess;
    if (progress == null) {
      throw new IllegalStateException("no run was begun in this process");
    }
    return progress;
  }

  RunPlan plan() {
    return plan;
  }

  /** Takes note of a record; those of a partition come in order. */
  void seen(Position position, boolean isRow) {
    if (isRow) {
      nextOfRows.put(position.partition(), position.offset() + 1);
    }
    next.put(position.partition(), position.offset() + 1);
  }

  /** By partition, the offset behind the last record that was decided. */
  Map<Integer, Long> next() {
    return next;
  }

  /** Whether every row that was given to the sink lies below these offsets. */
  boolean areRowsBelow(Map<Integer, Long> committed) {
    return nextOfRows.entrySet().stream()
        .allMatch(row -> committed.getOrDefault(row.getKey(), 0L) >= row.getValue());
  }
}
