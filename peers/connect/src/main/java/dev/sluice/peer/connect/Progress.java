// SPDX-License-Identifier: Apache-2.0
package dev.sluice.peer.connect;

import dev.sluice.engine.plan.RunPlan;
import dev.sluice.model.Position;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The progress of the run's transformations. The sink commits only what it has written, so no
 * committed offset shows records that were dropped after the last row. Connect creates
 * transformations by class name, and a process has one run: hence the static field.
 */
final class Progress {

  private static volatile Progress ofProcess;

  private final RunPlan plan;
  private final Map<Integer, Long> next = new ConcurrentHashMap<>();
  private final Map<Integer, Long> nextOfRows = new ConcurrentHashMap<>();

  private Progress(RunPlan plan) {
    this.plan = plan;
  }

  /** Starts the process's run. */
  static Progress begin(RunPlan plan) {
    ofProcess = new Progress(plan);
    return ofProcess;
  }

  static Progress ofProcess() {
    Progress progress = ofProcess;
    if (progress == null) {
      throw new IllegalStateException("no run was started in this process");
    }
    return progress;
  }

  RunPlan plan() {
    return plan;
  }

  /** Notes a record; the records of a partition arrive in order. */
  void seen(Position position, boolean isRow) {
    if (isRow) {
      nextOfRows.put(position.partition(), position.offset() + 1);
    }
    next.put(position.partition(), position.offset() + 1);
  }

  /** By partition, the offset after the last record that was decided. */
  Map<Integer, Long> next() {
    return next;
  }

  /** Whether every row that the sink received is below these offsets. */
  boolean areRowsBelow(Map<Integer, Long> committed) {
    return nextOfRows.entrySet().stream()
        .allMatch(row -> committed.getOrDefault(row.getKey(), 0L) >= row.getValue());
  }
}
