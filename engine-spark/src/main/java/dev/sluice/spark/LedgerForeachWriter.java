// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spark;

import dev.sluice.engine.decision.Decider;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.write.DecisionSink;
import dev.sluice.model.LogRecord;
import dev.sluice.model.Position;
import org.apache.spark.sql.ForeachWriter;
import org.apache.spark.sql.Row;

/**
 * Decides the records of one partition's range and passes them to a ledger writer. The only
 * departure from Spark's idiom: it is not a JDBC sink, because rows and offsets must move in one
 * transaction (R9). The batch's id is not used: Spark may repeat a batch with other rows, and a
 * task after its rows were committed; the ledger drops the records that it already has.
 */
final class LedgerForeachWriter extends ForeachWriter<Row> {

  private static final long serialVersionUID = 1L;

  private final RunPlan plan;
  private transient Decider decider;
  private transient DecisionSink writer;

  LedgerForeachWriter(RunPlan plan) {
    this.plan = plan;
  }

  @Override
  public boolean open(long partitionId, long epochId) {
    decider = Decider.of(plan.config().decision());
    writer = IdleWriters.take(plan);
    return true;
  }

  @Override
  public void process(Row row) {
    Position position = new Position(row.getInt(0), row.getLong(1));
    // A drain's batch may continue after the end that was resolved at start (R16).
    if (plan.contains(position.partition(), position.offset())) {
      byte[] value = row.getAs(3);
      writer.add(decider.decide(new LogRecord(position, row.getLong(2), value)));
    }
  }

  @Override
  public void close(Throwable error) {
    if (writer == null) {
      return;
    }
    try {
      if (error == null) {
        writer.flush();
        IdleWriters.giveBack(plan, writer);
        writer = null;
      }
    } finally {
      if (writer != null) {
        writer.close();
      }
    }
  }
}
