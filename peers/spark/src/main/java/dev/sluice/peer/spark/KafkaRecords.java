// SPDX-License-Identifier: Apache-2.0
package dev.sluice.peer.spark;

import dev.sluice.engine.decision.AcceptedRecord;
import dev.sluice.engine.decision.Decider;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.model.LogRecord;
import dev.sluice.model.Position;
import java.util.Optional;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.DataStreamReader;

/** Reads the topic as a stream of rows, and decides them. */
final class KafkaRecords {

  static Dataset<Row> stream(SparkSession spark, RunPlan plan) {
    DataStreamReader reader =
        spark
            .readStream()
            .format("kafka")
            .option("kafka.bootstrap.servers", plan.config().kafka().bootstrapServers())
            .option("kafka.isolation.level", "read_committed")
            .option("subscribe", plan.topic())
            .option("startingOffsets", "earliest");
    plan.config()
        .kafka()
        .properties()
        .forEach((key, value) -> reader.option("kafka." + key, value));
    return reader.load().selectExpr("partition", "offset", "unix_millis(timestamp)", "value");
  }

  /** The row that a record becomes; empty if it becomes none, or is at or above the end. */
  static Optional<AcceptedRecord> accepted(Row record, Decider decider, RunPlan plan) {
    Position position = new Position(record.getInt(0), record.getLong(1));
    return plan.contains(position.partition(), position.offset())
        ? AcceptedRecord.of(
            decider.decide(new LogRecord(position, record.getLong(2), record.getAs(3))))
        : Optional.empty();
  }

  private KafkaRecords() {}
}
