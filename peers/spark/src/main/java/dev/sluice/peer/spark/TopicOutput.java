// SPDX-License-Identifier: Apache-2.0
package dev.sluice.peer.spark;

import dev.sluice.engine.decision.Decider;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.peer.EventProducers;
import dev.sluice.peer.EventRecords;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.types.StructType;

/** Spark's Kafka sink, at least once, and the columns that it writes. */
final class TopicOutput implements MapPartitionsFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  private static final StructType COLUMNS =
      StructType.fromDDL(
          "key BINARY, value BINARY, headers ARRAY<STRUCT<key: STRING, value: BINARY>>");

  private final RunPlan plan;

  private TopicOutput(RunPlan plan) {
    this.plan = plan;
  }

  static DataStreamWriter<Row> of(Dataset<Row> records, RunPlan plan) {
    DataStreamWriter<Row> writer =
        records
            .mapPartitions(new TopicOutput(plan), Encoders.row(COLUMNS))
            .writeStream()
            .format("kafka")
            .option("kafka.bootstrap.servers", EventProducers.servers(plan.config()))
            .option("topic", new EventRecords(plan).topic());
    EventProducers.properties(plan.config())
        .forEach((key, value) -> writer.option("kafka." + key, value));
    return writer;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> records) {
    Decider decider = Decider.of(plan.config().decision());
    EventRecords events = new EventRecords(plan);
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(records, Spliterator.ORDERED), false)
        .flatMap(record -> KafkaRecords.accepted(record, decider, plan).stream())
        .map(row -> columns(events.of(row)))
        .iterator();
  }

  private static Row columns(ProducerRecord<byte[], byte[]> record) {
    return RowFactory.create(
        record.key(),
        record.value(),
        Arrays.stream(record.headers().toArray())
            .map(header -> RowFactory.create(header.key(), header.value()))
            .toArray(Row[]::new));
  }
}
