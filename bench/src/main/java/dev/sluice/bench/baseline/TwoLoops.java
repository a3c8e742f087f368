// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.baseline;

import dev.sluice.engine.life.EngineRun;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.kit.reference.ConsumerLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** Runs two loops side by side in one process, each on every other partition. */
final class TwoLoops {

  private static final int LOOPS = 2;

  /** Opens a loop for its share of a plan. */
  @FunctionalInterface
  interface Opening {
    ConsumerLoop open(RunPlan plan, int share);
  }

  private final EngineRun whole;
  private final Opening opening;
  private final AtomicBoolean running = new AtomicBoolean();
  private final AtomicBoolean failed = new AtomicBoolean();

  private TwoLoops(EngineRun whole, Opening opening) {
    this.whole = whole;
    this.opening = opening;
  }

  /** L3x2: two null pipelines. */
  static void runNull(EngineRun run) throws Exception {
    run(run, OneLoop::new);
  }

  static void run(EngineRun run, Opening opening) throws Exception {
    new TwoLoops(run, opening).runAll();
  }

  private void runAll() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(LOOPS);
    try {
      List<Future<?>> loops = new ArrayList<>();
      for (int i = 0; i < LOOPS; i++) {
        int share = i;
        loops.add(threads.submit(() -> runOne(share)));
      }
      for (Future<?> loop : loops) {
        loop.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } finally {
      threads.shutdownNow();
    }
  }

  private void runOne(int share) {
    RunPlan plan = share(share);
    try (ConsumerLoop loop = opening.open(plan, share)) {
      loop.run(new Share(plan));
    } catch (RuntimeException | Error e) {
      failed.set(true);
      throw e;
    }
  }

  private RunPlan share(int share) {
    RunPlan plan = whole.plan();
    TreeMap<Integer, Long> starts = new TreeMap<>(plan.starts());
    starts.keySet().removeIf(partition -> !isOf(share, partition));
    TreeMap<Integer, Long> ends = new TreeMap<>(plan.ends());
    ends.keySet().retainAll(starts.keySet());
    return new RunPlan(plan.config(), plan.runId(), starts, ends);
  }

  private static boolean isOf(int share, int partition) {
    return partition % LOOPS == share;
  }

  /** One of the two loops, which reads only its share of the partitions. */
  private static final class OneLoop extends ConsumerLoop {

    private final int share;

    OneLoop(RunPlan plan, int share) {
      super(plan);
      this.share = share;
    }

    @Override
    protected Set<Integer> partitions() {
      Set<Integer> partitions = super.partitions();
      partitions.removeIf(partition -> !isOf(share, partition));
      return partitions;
    }
  }

  /** The run from the point of view of one loop. */
  private final class Share implements EngineRun {

    private final RunPlan plan;

    Share(RunPlan plan) {
      this.plan = plan;
    }

    @Override
    public RunPlan plan() {
      return plan;
    }

    @Override
    public void running() {
      if (running.compareAndSet(false, true)) {
        whole.running();
      }
    }

    @Override
    public void requestStop(String why) {
      whole.requestStop(why);
    }

    @Override
    public boolean isStopRequested() {
      return failed.get() || whole.isStopRequested();
    }

    @Override
    public void onStop(Runnable action) {
      whole.onStop(action);
    }
  }
}
