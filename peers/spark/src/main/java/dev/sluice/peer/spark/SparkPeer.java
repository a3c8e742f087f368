// SPDX-License-Identifier: Apache-2.0
package dev.sluice.peer.spark;

import dev.sluice.engine.life.EngineMain;
import dev.sluice.engine.life.EngineRun;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.peer.Peer;
import java.nio.file.Path;
import org.apache.spark.package$;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;

/** The child process: Spark's local mode. */
public final class SparkPeer implements Peer {

  private static final long LOOK_EVERY_MILLIS = 50;

  public static void main(String[] args) {
    EngineMain.run("peer-spark", package$.MODULE$.SPARK_VERSION(), new SparkPeer(), args);
  }

  @Override
  public void run(EngineRun run) throws Exception {
    RunPlan plan = run.plan();
    try (SparkSession spark = session(plan)) {
      DataStreamWriter<Row> writer =
          output(KafkaRecords.stream(spark, plan), plan)
              .option("checkpointLocation", checkpoint(plan));
      if (plan.config().drain()) {
        writer.trigger(Trigger.AvailableNow());
      }
      StreamingQuery query = writer.start();
      run.running();
      while (!query.awaitTermination(LOOK_EVERY_MILLIS)) {
        if (run.isStopRequested()) {
          query.stop();
        }
      }
    }
  }

  private static DataStreamWriter<Row> output(Dataset<Row> records, RunPlan plan) {
    if (Peer.writesTopics(plan.config())) {
      return TopicOutput.of(records, plan);
    }
    return records
        .writeStream()
        .foreachBatch(
            Peer.isTuned(plan.config()) ? new BatchedUpsert(plan) : new StagedUpsert(plan));
  }

  private static String checkpoint(RunPlan plan) {
    return Path.of(plan.config().stateDir(), "spark", plan.runId()).toUri().toString();
  }

  private static SparkSession session(RunPlan plan) {
    return SparkSession.builder()
        .appName("peer-spark")
        .master("local[" + plan.config().parallelism() + "]")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.ui.enabled", false)
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.datetime.java8API.enabled", true)
        .config("spark.local.dir", plan.config().stateDir())
        .config("spark.sql.warehouse.dir", plan.config().stateDir() + "/spark/warehouse")
        .getOrCreate();
  }

  private SparkPeer() {}
}
