// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spark;

import dev.sluice.engine.config.KafkaPatience;
import dev.sluice.engine.plan.RunPlan;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.hadoop.fs.Path;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamReader;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;

/** The pipeline as a Structured Streaming query, as a cluster would run it. */
public final class SparkJob {

  /** Limits what is read again after a driver was killed; the ledger drops it. */
  private static final long MAX_OFFSETS_PER_TRIGGER = 1_000_000;

  /**
   * The source queries the log's start and end with each poll, so polls are large: those queries
   * cost the broker seven times as much as the reading.
   */
  private static final long POLL_RECORDS = 10_000;

  /** A poll never returns more of a partition than one fetch. */
  private static final long FETCH_BYTES = 8L << 20;

  private static final long LOOK_EVERY_MILLIS = 50;

  /**
   * Runs the query until a drain has ended or a stop is requested.
   *
   * @param state a folder that the driver and every executor can reach
   * @param running called once the query is started
   * @param isStopRequested asked again and again; then the current batch finishes, if it takes no
   *     longer than half of the stop timeout
   * @throws org.apache.spark.sql.streaming.StreamingQueryException if the query fails
   */
  public static void run(
      SparkSession spark,
      RunPlan plan,
      Path state,
      Runnable running,
      BooleanSupplier isStopRequested)
      throws Exception {
    GroupLag lag = GroupLag.follow(spark, plan);
    try {
      StreamingQuery query = start(spark, plan, Checkpoints.choose(spark, state, plan));
      running.run();
      while (!query.awaitTermination(LOOK_EVERY_MILLIS)) {
        if (isStopRequested.getAsBoolean()) {
          stop(query, Duration.ofMillis(plan.config().stopTimeoutMillis() / 2));
        }
      }
    } finally {
      lag.close();
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

  /**
   * Starts the query.
   *
   * @param checkpoint a folder that every executor can reach, used only by this run
   */
  public static StreamingQuery start(SparkSession spark, RunPlan plan, String checkpoint)
      throws TimeoutException {
    return decidable(topic(spark, plan))
        .writeStream()
        .queryName("sluice-" + plan.runId())
        .option("checkpointLocation", checkpoint)
        .trigger(trigger(plan))
        .foreach(new LedgerForeachWriter(plan))
        .start();
  }

  /** A drain processes what is there and ends; any other run looks for records at intervals. */
  static Trigger trigger(RunPlan plan) {
    return plan.config().drain()
        ? Trigger.AvailableNow()
        : Trigger.ProcessingTime(plan.config().commitIntervalMillis());
  }

  /**
   * One task reads one partition's range in offset order, and this order must be kept up to the
   * writer (R9): no {@code minPartitions} or {@code maxRecordsPerPartition}, no repartition or
   * coalesce.
   */
  static Dataset<Row> topic(SparkSession spark, RunPlan plan) {
    DataStreamReader reader =
        spark
            .readStream()
            .format(BoundedKafka.FORMAT)
            .option("kafka.bootstrap.servers", plan.config().kafka().bootstrapServers())
            .option("kafka.isolation.level", "read_committed")
            .option("subscribe", plan.topic())
            .option("startingOffsets", KafkaOffsets.toJson(plan.topic(), plan.starts()))
            .option("kafka." + ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS)
            .option("kafka." + ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES)
            .option("failOnDataLoss", true)
            .option("maxOffsetsPerTrigger", MAX_OFFSETS_PER_TRIGGER);
    KafkaPatience.properties(plan.config())
        .forEach((key, value) -> reader.option("kafka." + key, value));
    return reader.load();
  }

  /**
   * What a decision needs of the source's rows. The source converts a record's timestamp to a SQL
   * timestamp; the log has milliseconds.
   */
  static Dataset<Row> decidable(Dataset<Row> topic) {
    return topic.selectExpr("partition", "offset", "unix_millis(timestamp) AS timestamp", "value");
  }

  private SparkJob() {}
}
