// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kstreams;

import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.start.DrainEnd;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Finds out from the ledger what other instances of the run have drained, since none of them sees
 * the others' partitions. So a drain ends in each of its processes, and until then each can take
 * over what another one leaves.
 */
final class OtherInstances {

  private static final long LOOK_EVERY_MILLIS = 500;

  private final RunPlan plan;
  private final Drain drain;
  private final Consumer<Throwable> whenFailed;
  private final Thread thread = new Thread(this::look, "sluice-other-instances");

  /** Where the ledger was at the last look, by partition. */
  private final Map<Integer, Long> seen = new HashMap<>();

  private volatile boolean isClosed;

  private OtherInstances(RunPlan plan, Drain drain, Consumer<Throwable> whenFailed) {
    this.plan = plan;
    this.drain = drain;
    this.whenFailed = whenFailed;
  }

  /**
   * Starts to look, if the run is a drain.
   *
   * @param whenFailed gets why the ledger or the log cannot be read; it is then looked at no more
   */
  static OtherInstances watch(RunPlan plan, Drain drain, Consumer<Throwable> whenFailed) {
    OtherInstances others = new OtherInstances(plan, drain, whenFailed);
    if (plan.config().drain()) {
      others.thread.setDaemon(true);
      others.thread.start();
    }
    return others;
  }

  private void look() {
    try {
      while (!drain.isDone()) {
        Thread.sleep(LOOK_EVERY_MILLIS);
        Set<Integer> elsewhere = drain.elsewhere();
        if (!elsewhere.isEmpty()) {
          DrainEnd end = DrainEnd.of(plan);
          drain.close(
              elsewhere.stream()
                  .filter(partition -> isDone(partition, end))
                  .collect(Collectors.toSet()));
        }
      }
    } catch (InterruptedException e) {
      // The run ends.
    } catch (RuntimeException e) {
      if (!isClosed) {
        whenFailed.accept(e);
      }
    }
  }

  /**
   * Whether everything below a partition's end is committed. The log is queried only for a ledger
   * that has stopped before the end, where transaction markers may be all that is left.
   */
  private boolean isDone(int partition, DrainEnd end) {
    long next = end.next(partition);
    boolean hasStopped = Long.valueOf(next).equals(seen.put(partition, next));
    return plan.isDone(partition, next) || (hasStopped && end.left(partition).isEmpty());
  }

  /** Ends the looks; returns at once. */
  void close() {
    isClosed = true;
    thread.interrupt();
  }
}
