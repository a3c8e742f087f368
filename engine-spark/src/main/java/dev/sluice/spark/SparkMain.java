// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spark;

import dev.sluice.engine.life.EngineMain;
import dev.sluice.engine.life.EngineRun;
import dev.sluice.engine.plan.RunPlan;
import java.time.Duration;
import org.apache.spark.package$;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.StreamingQuery;

/** Runs Spark as a child process, in local mode: driver and executor in one JVM. */
public final class SparkMain {

  private static final long LOOK_EVERY_MILLIS = 50;

  public static void main(String[] args) {
    EngineMain.run("spark", package$.MODULE$.SPARK_VERSION(), SparkMain::run, args);
  }

  static void run(EngineRun run) throws Exception {
    RunPlan plan = run.plan();
    if (plan.starts().entrySet().stream().allMatch(e -> plan.isDone(e.getKey(), e.getValue()))) {
      run.running();
      return;
    }
    try (SparkSession spark = session(plan)) {
      StreamingQuery query = SparkJob.start(spark, plan, Checkpoints.choose(spark, plan));
      run.running();
      while (!query.awaitTermination(LOOK_EVERY_MILLIS)) {
        if (run.isStopRequested()) {
          stop(query, Duration.ofMillis(plan.config().stopTimeoutMillis() / 2));
        }
      }
    } finally {
      IdleWriters.close(plan);
    }
  }

  /** Lets the current batch finish, so that nothing must be read again. */
  private static void stop(StreamingQuery query, Duration patience) throws Exception {
    long deadline = System.nanoTime() + patience.toNanos();
    while (query.status().isTriggerActive() && System.nanoTime() < deadline) {
      if (query.awaitTermination(LOOK_EVERY_MILLIS)) {
        return;
      }
    }
    query.stop();
  }

  private static SparkSession session(RunPlan plan) {
    return SparkSession.builder()
        .appName("sluice")
        .master("local[" + plan.config().parallelism() + "]")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.ui.enabled", false)
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.local.dir", plan.config().stateDir())
        .config("spark.sql.warehouse.dir", plan.config().stateDir() + "/spark/warehouse")
        .getOrCreate();
  }

  private SparkMain() {}
}
