// SPDX-License-Identifier: Apache-2.0
package dev.sluice.peer.spark;

import dev.sluice.engine.decision.AcceptedRecord;
import dev.sluice.engine.decision.Decider;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.model.Event;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** Turns Kafka's records into rows of {@code processed_events}, with its columns. */
final class AcceptedRows implements MapPartitionsFunction<Row, Row> {

  private static final long serialVersionUID = 1L;

  private static final StructType COLUMNS =
      StructType.fromDDL(
          "identity STRING NOT NULL, source_partition INT NOT NULL, source_offset BIGINT NOT NULL,"
              + " event_time TIMESTAMP NOT NULL, host STRING NOT NULL, url STRING NOT NULL,"
              + " ip STRING, method STRING, status INT, bytes BIGINT, referrer STRING,"
              + " user_agent STRING");

  private final RunPlan plan;

  private AcceptedRows(RunPlan plan) {
    this.plan = plan;
  }

  static Dataset<Row> of(Dataset<Row> records, RunPlan plan) {
    return records.mapPartitions(new AcceptedRows(plan), Encoders.row(COLUMNS));
  }

  @Override
  public Iterator<Row> call(Iterator<Row> records) {
    Decider decider = Decider.of(plan.config().decision());
    return StreamSupport.stream(
            Spliterators.spliteratorUnknownSize(records, Spliterator.ORDERED), false)
        .flatMap(record -> KafkaRecords.accepted(record, decider, plan).stream())
        .map(this::row)
        .iterator();
  }

  private Row row(AcceptedRecord accepted) {
    Event event = accepted.event();
    return RowFactory.create(
        event.identity(plan.topic(), accepted.position()),
        accepted.position().partition(),
        accepted.position().offset(),
        Instant.EPOCH.plus(event.eventTimeMicros(), ChronoUnit.MICROS),
        event.host(),
        event.url(),
        event.ip(),
        event.method(),
        event.status(),
        event.bytes(),
        event.referrer(),
        event.userAgent());
  }
}
