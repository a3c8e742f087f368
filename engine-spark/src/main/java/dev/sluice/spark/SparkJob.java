package dev.sluice.spark;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.start.RunPlan;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamReader;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;

/** The pipeline as a structured streaming query: what a cluster would run. */
public final class SparkJob {

  /** Bounds what a killed driver repeats; the ledger drops it, but it has to be read again. */
  private static final long MAX_OFFSETS_PER_TRIGGER = 1_000_000;

  /**
   * The source asks the broker where the log begins and ends with each poll, so polls are large:
   * what they cost the broker was seven times the reading.
   */
  private static final long POLL_RECORDS = 10_000;

  /** A poll never gives more of a partition than one fetch has brought. */
  private static final long FETCH_BYTES = 8L << 20;

  /**
   * Starts the query.
   *
   * @param checkpoint a folder that every executor can reach, of this run alone
   */
  public static StreamingQuery start(SparkSession spark, RunPlan plan, String checkpoint)
      throws TimeoutException {
    Trigger trigger =
        plan.config().drain()
            ? Trigger.AvailableNow()
            : Trigger.ProcessingTime(plan.config().commitIntervalMillis());
    return records(spark, plan)
        .writeStream()
        .queryName("sluice-" + plan.runId())
        .option("checkpointLocation", checkpoint)
        .trigger(trigger)
        .foreach(new LedgerForeachWriter(plan))
        .start();
  }

  /**
   * One task reads one partition's range in offset order, and so it must stay up to the writer
   * (R9): no {@code minPartitions} or {@code maxRecordsPerPartition}, no repartition or coalesce.
   */
  private static Dataset<Row> records(SparkSession spark, RunPlan plan) {
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
    kafka.properties().forEach((key, value) -> reader.option("kafka." + key, value));
    // The source keeps a record's timestamp as a SQL timestamp; milliseconds are what the log has.
    return reader
        .load()
        .selectExpr("partition", "offset", "unix_millis(timestamp) AS timestamp", "value");
  }

  private SparkJob() {}
}
