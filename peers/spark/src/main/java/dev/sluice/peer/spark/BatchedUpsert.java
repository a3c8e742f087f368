// SPDX-License-Identifier: Apache-2.0
package dev.sluice.peer.spark;

import dev.sluice.engine.decision.AcceptedRecord;
import dev.sluice.engine.decision.Decider;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.peer.UpsertBatch;
import java.util.Iterator;
import java.util.Optional;
import org.apache.spark.api.java.function.ForeachPartitionFunction;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Upserts a micro-batch from its partitions, each with a separate session and separate JDBC
 * batches.
 */
final class BatchedUpsert
    implements VoidFunction2<Dataset<Row>, Long>, ForeachPartitionFunction<Row> {

  private static final long serialVersionUID = 1L;

  private final RunPlan plan;

  BatchedUpsert(RunPlan plan) {
    this.plan = plan;
  }

  @Override
  public void call(Dataset<Row> records, Long batchId) {
    records.foreachPartition(this);
  }

  @Override
  public void call(Iterator<Row> records) throws Exception {
    Decider decider = Decider.of(plan.config().decision());
    try (UpsertBatch batch = UpsertBatch.open(plan)) {
      while (records.hasNext()) {
        Optional<AcceptedRecord> row = KafkaRecords.accepted(records.next(), decider, plan);
        if (row.isPresent()) {
          batch.add(row.get());
        }
      }
      batch.flush();
    }
  }
}
