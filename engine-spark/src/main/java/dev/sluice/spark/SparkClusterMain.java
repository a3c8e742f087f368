// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spark;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.life.ClusterMain;
import dev.sluice.engine.plan.RunPlan;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.sql.SparkSession;

/**
 * The main of the job jar: runs the pipeline on the cluster that {@code spark-submit} names, in
 * client or cluster mode. Cores, executors and restarts are the cluster's.
 */
public final class SparkClusterMain {

  private static final int WRONG_CONFIGURATION = 2;

  /** Above Spark's own hook, which would take the context from under a batch. */
  private static final int HOOK_PRIORITY = 100;

  /**
   * Runs the query until it ends, or until SIGTERM, which lets the current batch finish.
   *
   * @param args one configuration file, which only the driver reads
   */
  public static void main(String[] args) throws Exception {
    Locale.setDefault(Locale.ENGLISH);
    try {
      ClusterMain.run("sluice-spark.jar", new OnCluster(), SparkClusterMain::run, args);
    } catch (ConfigException e) {
      System.err.println("sluice: " + e.getMessage());
      System.exit(WRONG_CONFIGURATION);
    }
  }

  private static boolean run(RunPlan plan, Runnable submitted) throws Exception {
    AtomicBoolean isStopRequested = new AtomicBoolean();
    CountDownLatch ended = new CountDownLatch(1);
    ShutdownHookManager.get()
        .addShutdownHook(
            () -> {
              isStopRequested.set(true);
              awaitUninterrupted(ended);
            },
            HOOK_PRIORITY,
            plan.config().stopTimeoutMillis(),
            TimeUnit.MILLISECONDS);
    SparkSession spark =
        SparkSession.builder()
            .appName("sluice-" + plan.runId())
            .config("spark.sql.session.timeZone", "UTC")
            .getOrCreate();
    try {
      SparkJob.run(
          spark, plan, new Path(plan.config().stateDir()), submitted, isStopRequested::get);
    } finally {
      ended.countDown();
    }
    // Not from the hook, which would wait for itself.
    if (!isStopRequested.get()) {
      spark.stop();
    }
    return !isStopRequested.get();
  }

  /** Hadoop interrupts a hook that takes longer than it may. */
  private static void awaitUninterrupted(CountDownLatch ended) {
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The checks of a process of one's own, with any master. */
  private static final class OnCluster extends SparkMain {

    @Override
    void checkMaster(String master) {
      // The one of spark-submit.
    }
  }

  private SparkClusterMain() {}
}
