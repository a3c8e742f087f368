// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spark;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.plan.RunPlan;
import java.util.OptionalLong;
import java.util.Set;
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

  private static final String API_TIMEOUT = ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG;

  /** The API's timeout must not be below this one. */
  private static final String REQUEST_TIMEOUT = ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG;

  private static final long DEFAULT_API_MILLIS = 60_000;

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
    EngineConfig.Kafka kafka = plan.config().kafka();
    DataStreamReader reader =
        spark
            .readStream()
            .format(BoundedKafka.FORMAT)
            .option("kafka.bootstrap.servers", kafka.bootstrapServers())
            .option("kafka.isolation.level", "read_committed")
            .option("subscribe", plan.topic())
            .option("startingOffsets", KafkaOffsets.toJson(plan.topic(), plan.starts()))
            .option("kafka." + ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS)
            .option("kafka." + ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES)
            .option("failOnDataLoss", true)
            .option("maxOffsetsPerTrigger", MAX_OFFSETS_PER_TRIGGER);
    patience(plan.config()).ifPresent(millis -> reader.option("kafka." + API_TIMEOUT, millis));
    kafka.properties().forEach((key, value) -> reader.option("kafka." + key, value));
    return reader.load();
  }

  /**
   * How long the Kafka client retries a call other than a poll, such as for a task's first
   * position. By default it gives up after a minute, which ends the query, though a poll lasts two
   * (Spark's {@code spark.network.timeout}).
   *
   * @return in milliseconds; empty where the configuration has a timeout of its own
   */
  static OptionalLong patience(EngineConfig config) {
    Set<String> given = config.kafka().properties().keySet();
    return given.contains(API_TIMEOUT) || given.contains(REQUEST_TIMEOUT)
        ? OptionalLong.empty()
        : OptionalLong.of(Math.max(DEFAULT_API_MILLIS, config.retryDeadlineMillis()));
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
