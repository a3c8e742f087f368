// SPDX-License-Identifier: Apache-2.0
package dev.sluice.flink;

import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.engine.ledger.LedgerException;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.write.WriteBehind;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * The one sink for all outcomes, around the ledger writer. The usual design in Flink would be side
 * outputs and a sink per table; but the ledger's row must move in the transaction of the rows that
 * it counts (R9), and one transaction needs one sink. Flink's checkpoints only make it flush: that
 * each record counts once is due to the ledger.
 */
final class LedgerSink implements Sink<DecidedRecord> {

  private static final long serialVersionUID = 1L;

  private final RunPlan plan;

  LedgerSink(RunPlan plan) {
    this.plan = plan;
  }

  @Override
  public SinkWriter<DecidedRecord> createWriter(WriterInitContext context) {
    return new Writer(WriteBehind.open(plan, new LedgerMetrics(context.metricGroup())));
  }

  /** Runs only in the task's mailbox thread; another thread waits for the database. */
  private static final class Writer implements SinkWriter<DecidedRecord> {

    private final WriteBehind ledger;

    Writer(WriteBehind ledger) {
      this.ledger = ledger;
    }

    @Override
    public void write(DecidedRecord decision, Context context) {
      try {
        ledger.add(decision);
      } catch (LedgerException e) {
        throw Lasting.marked(e);
      }
    }

    /** Called before each checkpoint, and at the end of a drain. */
    @Override
    public void flush(boolean endOfInput) {
      try {
        ledger.flush();
      } catch (LedgerException e) {
        throw Lasting.marked(e);
      }
    }

    @Override
    public void close() {
      ledger.close();
    }
  }
}
