// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.life;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.metrics.Health;
import dev.sluice.engine.metrics.Monitoring;
import dev.sluice.engine.plan.RunPlan;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One run of an engine in this process: handles stop requests and failures, and ends the process
 * (R14).
 */
final class EngineProcess implements EngineRun {

  /** How long shutdown hooks, or a blocked reader of the status lines, may delay the exit. */
  private static final long EXIT_MILLIS = 3_000;

  /** The stop timeout until the configuration is read. */
  private static final long DEFAULT_STOP_MILLIS = 30_000;

  private final StatusLines lines;
  private final Thread main = Thread.currentThread();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();
  private final StopRequest stop = new StopRequest(this::failWhileRunning);
  private final AtomicBoolean isEnding = new AtomicBoolean();
  private final AtomicBoolean isRunning = new AtomicBoolean();
  private final CountDownLatch never = new CountDownLatch(1);

  private volatile Monitoring monitoring = Monitoring.OFF;
  private volatile FailureText words = FailureText.WITHOUT_SECRETS;
  private volatile long stopMillis = DEFAULT_STOP_MILLIS;

  /** Held from a stop request until its reason is printed, which the end of the process awaits. */
  private final Object printing = new Object();

  /** Guarded by {@code this}: whether the engine has started, so that a stop must wait for it. */
  private boolean isEngineStarted;

  private volatile RunPlan plan;

  EngineProcess(StatusLines lines) {
    this.lines = lines;
  }

  /** Makes signals, calls of System.exit and uncaught exceptions end the run properly. */
  void guard() {
    Thread.setDefaultUncaughtExceptionHandler((thread, e) -> failWhileRunning(e));
    boolean taken = Signals.take(this::requestStop);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> shuttingDown(taken), "sluice-shutdown"));
  }

  private void shuttingDown(boolean signalsAreTaken) {
    if (isEnding.get()) {
      return; // the exit at the end of a run
    }
    if (signalsAreTaken) {
      fail(new IllegalStateException("System.exit was called before the run had ended"));
      end();
    }
    requestStop("a signal");
    awaitEnd();
  }

  /** Applies the process's settings in the configuration. */
  void configure(EngineConfig config) {
    words = FailureText.of(config);
    stopMillis = config.stopTimeoutMillis();
    if (config.supervised()) {
      daemon("sluice-stdin", this::stopAtEndOfStdin);
    }
  }

  /**
   * Serves the metrics and the health of this process, if the configuration asks for it.
   *
   * @param version the engine's own version
   * @throws ConfigException if the address cannot be listened on
   */
  void monitor(EngineConfig config, String version, boolean keepsLedger) {
    Health health =
        new Health() {
          @Override
          public boolean isLive() {
            return failure.get() == null;
          }

          @Override
          public boolean isReady() {
            return isLive() && isRunning.get() && !stop.isMade() && !isEnding.get();
          }
        };
    monitoring = Monitoring.open(config, version, keepsLedger, health);
    monitoring
        .address()
        .ifPresent(
            address -> System.err.println("sluice: metrics at http://" + address + "/metrics"));
  }

  private void stopAtEndOfStdin() {
    try {
      while (System.in.read() >= 0) {
        // What a supervisor writes is ignored.
      }
      requestStop("the end of stdin");
    } catch (IOException e) {
      requestStop("a broken stdin (" + e.getMessage() + ")");
    }
  }

  /**
   * Runs the engine on this thread; returns when the run has ended.
   *
   * @param requireDone throws if records of a drain are not processed, even if the engine reports
   *     its end
   */
  void run(Engine engine, RunPlan resolved, Consumer<RunPlan> requireDone) throws Exception {
    plan = resolved;
    synchronized (this) {
      if (stop.isMade()) {
        return;
      }
      isEngineStarted = true;
    }
    monitoring.started(resolved);
    engine.run(this);
    if (!resolved.config().drain() && !stop.isMade()) {
      throw new IllegalStateException("the engine exited without a stop request");
    }
    if (!stop.isMade() && engine.keepsLedger(resolved.config())) {
      requireDone.accept(resolved);
    }
  }

  @Override
  public void requestStop(String why) {
    synchronized (printing) {
      if (!stop.make(why)) {
        return;
      }
      if (failure.get() == null) {
        System.err.println("sluice: stopping because of " + why);
      }
    }
    synchronized (this) {
      if (!isEngineStarted) {
        // Nothing was consumed, and an open transaction of the start is rolled back.
        daemon("sluice-end", this::end);
        return;
      }
    }
    daemon("sluice-stop-timeout", this::failAfterStopTimeout);
  }

  private void failAfterStopTimeout() {
    try {
      Thread.sleep(stopMillis);
    } catch (InterruptedException e) {
      return;
    }
    IllegalStateException late =
        new IllegalStateException(
            "the run did not end within " + stopMillis + " ms after " + stop.why());
    late.setStackTrace(main.getStackTrace());
    fail(late);
    end();
  }

  /** Remembers a failure outside the main thread, and stops the engine, which may still run. */
  private void failWhileRunning(Throwable e) {
    fail(e);
    requestStop("a failure");
  }

  /** Remembers the first failure, and logs every one. */
  void fail(Throwable e) {
    if (failure.compareAndSet(null, e)) {
      System.err.print(words.trace(e));
    } else if (failure.get() != e) {
      System.err.print("sluice: and then " + words.trace(e));
    }
  }

  /**
   * Replaces a run's failure by the refusal of a new start, if a new start would be refused: the
   * message is then the same for every engine, regardless of its client.
   *
   * @param refusal finds why a new start of the plan would be refused
   */
  void explain(Function<RunPlan, Optional<RuntimeException>> refusal) {
    Throwable failed = failure.get();
    if (failed == null || plan == null) {
      return;
    }
    refusal
        .apply(plan)
        .ifPresent(
            e -> {
              e.addSuppressed(failed);
              failure.set(e);
            });
  }

  /**
   * Prints the last line, and ends the process: exit code 0 if nothing failed, 2 for a bad
   * configuration, else 1. Never returns.
   */
  void end() {
    if (!isEnding.compareAndSet(false, true)) {
      awaitEnd();
    }
    int code = 1;
    try {
      Throwable failed = failure.get();
      code = failed == null ? 0 : failed instanceof ConfigException ? 2 : 1;
      haltLater(code); // first, since writing the last line may block
      if (failed instanceof ConfigException) {
        System.err.println("sluice: " + words.reason(failed));
      }
      if (failed != null) {
        lines.failed(words.reason(failed));
      } else if (stop.isMade()) {
        lines.stopped();
      } else {
        lines.drained();
      }
      synchronized (printing) {
        System.err.flush();
      }
      monitoring.close();
      if (!Thread.currentThread().getName().equals("sluice-shutdown")) {
        System.exit(code); // the engine's hooks clean up, as long as haltLater allows
      }
    } finally {
      Runtime.getRuntime().halt(code);
    }
  }

  private static void haltLater(int code) {
    try {
      daemon(
          "sluice-halt",
          () -> {
            try {
              Thread.sleep(EXIT_MILLIS);
            } catch (InterruptedException e) {
              // Halts at once.
            }
            Runtime.getRuntime().halt(code);
          });
    } catch (OutOfMemoryError e) {
      // No thread is available, which may be the failure itself: exits without this guard.
    }
  }

  /** Waits for the thread that ends the process. */
  private void awaitEnd() {
    while (true) {
      try {
        never.await(1, TimeUnit.HOURS);
      } catch (InterruptedException e) {
        // Continues to wait: there is nothing else to do.
      }
    }
  }

  private static void daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public RunPlan plan() {
    return plan;
  }

  @Override
  public void running() {
    if (isRunning.compareAndSet(false, true)) {
      lines.running(plan);
      monitoring.running(plan);
      ProgressReporter.start(plan.config(), lines, monitoring::ledger);
    }
  }

  @Override
  public boolean isStopRequested() {
    return stop.isMade();
  }

  @Override
  public void onStop(Runnable action) {
    stop.onMade(action);
  }
}
