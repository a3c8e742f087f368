// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spark;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.life.Engine;
import dev.sluice.engine.life.EngineMain;
import dev.sluice.engine.life.EngineRun;
import dev.sluice.engine.plan.RunPlan;
import java.nio.file.Path;
import org.apache.spark.package$;
import org.apache.spark.sql.SparkSession;

/** Runs Spark as a child process, in local mode: driver and executor in one JVM. */
public class SparkMain implements Engine {

  /** Starts the process. */
  public static void main(String[] args) {
    EngineMain.run("spark", package$.MODULE$.SPARK_VERSION(), new SparkMain(), args);
  }

  @Override
  public void check(EngineConfig config) {
    checkMaster(System.getProperty("spark.master", "local"));
  }

  /**
   * Refuses a master that would have nothing to do: {@code spark-submit} passes it on, and a
   * session in local mode overrules it.
   */
  void checkMaster(String master) {
    if (!master.startsWith("local")) {
      throw new ConfigException(
          "spark.master",
          master
              + ": this main runs all of Spark in one process; submit with --class"
              + " dev.sluice.spark.SparkClusterMain");
    }
  }

  @Override
  public void run(EngineRun run) throws Exception {
    RunPlan plan = run.plan();
    if (plan.isDone()) {
      run.running();
      return;
    }
    try (SparkSession spark = session(plan)) {
      SparkJob.run(
          spark,
          plan,
          new org.apache.hadoop.fs.Path(Path.of(plan.config().stateDir()).toUri()),
          run::running,
          run::isStopRequested);
    } finally {
      IdleWriters.close(plan);
    }
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

  SparkMain() {}
}
