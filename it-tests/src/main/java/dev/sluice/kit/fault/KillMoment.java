// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.fault;

import dev.sluice.lab.engine.EngineStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * A moment at which an engine is killed; each verifies that the engine was killed at that moment.
 */
public enum KillMoment {
  /** At some time after the process has started, mostly before it reads. */
  AT_ITS_START(KillMoment::atItsStart),

  /** At some time after records have arrived. */
  UNDER_LOAD(KillMoment::underLoad),

  /**
   * While nothing can be committed, and records gather in the buffer: a transaction waits for a
   * lock, or the broker of the rows does not answer.
   */
  WITH_A_FULL_BUFFER(KillMoment::withFullBuffer),

  /** After the sink has committed, and before the engine has stored its own progress. */
  AT_A_COMMIT(KillMoment::atCommit);

  /** The number of kills in one test. */
  public static final int KILLS = 10;

  private static final int LATEST_AT_START_MILLIS = 3_000;
  private static final int LATEST_UNDER_LOAD_MILLIS = 500;

  @FunctionalInterface
  private interface Kill {
    void strike(FaultRun run, RandomGenerator random) throws Exception;
  }

  @SuppressWarnings("ImmutableEnumChecker") // method references, without state
  private final Kill kill;

  KillMoment(Kill kill) {
    this.kill = kill;
  }

  /**
   * Draws the moments of one test: each kind that applies to the engine at least twice, in random
   * order.
   *
   * @param keepsLedger if false, {@link #AT_A_COMMIT} is left out: no single COMMIT writes rows and
   *     ledger
   */
  public static List<KillMoment> draw(boolean keepsLedger, RandomGenerator random) {
    List<KillMoment> kinds =
        Stream.of(values()).filter(moment -> keepsLedger || moment != AT_A_COMMIT).toList();
    List<KillMoment> sorted = new ArrayList<>();
    while (sorted.size() < KILLS) {
      sorted.addAll(kinds);
    }
    List<KillMoment> left = new ArrayList<>(sorted.subList(0, KILLS));
    List<KillMoment> drawn = new ArrayList<>();
    while (!left.isEmpty()) {
      drawn.add(left.remove(random.nextInt(left.size())));
    }
    return drawn;
  }

  /** Kills the engine at this moment; starts it first if it must be running. */
  public void strike(FaultRun run, RandomGenerator random) throws Exception {
    kill.strike(run, random);
  }

  private static void atItsStart(FaultRun run, RandomGenerator random) throws Exception {
    if (run.engine().isAlive()) {
      EngineFaults.kill(run);
    }
    run.feed();
    run.startNow();
    run.engine().await(EngineStatus.Kind.STARTING, run.patience());
    TimeUnit.MILLISECONDS.sleep(random.nextInt(LATEST_AT_START_MILLIS));
    EngineFaults.kill(run);
  }

  private static void underLoad(FaultRun run, RandomGenerator random) throws Exception {
    run(run);
    run.feed();
    TimeUnit.MILLISECONDS.sleep(random.nextInt(LATEST_UNDER_LOAD_MILLIS));
    EngineFaults.kill(run);
  }

  private static void withFullBuffer(FaultRun run, RandomGenerator random) throws Exception {
    run(run);
    Outage blockade = run.strike(run.sink().blockade());
    try {
      run.feed();
      run.await("a transaction to wait", blockade::isFelt);
      run.feed();
      TimeUnit.MILLISECONDS.sleep(random.nextInt(LATEST_UNDER_LOAD_MILLIS));
      // The transaction may have given up, and then it is retried.
      run.await("a transaction to wait again", blockade::isFelt);
      EngineFaults.kill(run);
    } finally {
      blockade.mend();
    }
  }

  private static void atCommit(FaultRun run, RandomGenerator random) throws Exception {
    run(run);
    run.strike(Fault.ENGINE_KILLED_AT_COMMIT);
  }

  private static void run(FaultRun run) {
    if (!run.engine().isAlive()) {
      run.startAgain();
    }
  }
}
