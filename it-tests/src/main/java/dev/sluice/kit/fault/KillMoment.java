package dev.sluice.kit.fault;

import dev.sluice.lab.engine.EngineStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/** A moment at which an engine is killed; each makes sure that it was that moment. */
public enum KillMoment {
  /** Some time after its process began, mostly before it reads. */
  AT_ITS_START(KillMoment::atItsStart),

  /** Some time after records came. */
  UNDER_LOAD(KillMoment::underLoad),

  /** A transaction waits for a lock, and behind it what was read gathers. */
  WITH_A_FULL_BUFFER(KillMoment::withFullBuffer),

  /** The database has committed, and the engine has noted nothing of it. */
  AT_A_COMMIT(KillMoment::atCommit);

  /** How many kills one drill has. */
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
   * Moments of a drill: each kind that there is for an engine at least twice, in an order of the
   * seed's.
   *
   * @param keepsLedger without one there is no one COMMIT to be killed at
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

  /** Kills the engine then, which is started first where this needs it to run. */
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
    Outage lock = run.strike(Fault.TABLE_LOCKED);
    try {
      run.feed();
      run.await("a transaction waits", lock::isFelt);
      run.feed();
      TimeUnit.MILLISECONDS.sleep(random.nextInt(LATEST_UNDER_LOAD_MILLIS));
      // It may have given up, and tries again.
      run.await("a transaction still waits", lock::isFelt);
      EngineFaults.kill(run);
    } finally {
      lock.mend();
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
