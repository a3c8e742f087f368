// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spark;

import dev.sluice.engine.config.KafkaPatience;
import dev.sluice.engine.plan.RunPlan;
import java.util.concurrent.TimeoutException;
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
