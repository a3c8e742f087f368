package dev.sluice.flink;

import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.engine.ledger.WriteBehind;
import dev.sluice.engine.start.RunPlan;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * The one sink for every outcome, around the ledger writer. An engineer of Flink would have used
 * side outputs and a sink per table; but the ledger's row must move in the transaction of the rows
 * that it counts (R9), and one transaction is one sink. Flink's checkpoints only make it flush:
 * what makes a record count once is the ledger.
 */
final class LedgerSink implements Sink<DecidedRecord> {

  private static final long serialVersionUID = 1L;

  private final RunPlan plan;

  LedgerSink(RunPlan plan) {
    this.plan = plan;
  }

  @Override
  public SinkWriter<DecidedRecord> createWriter(WriterInitContext context) {
    return new Writer(WriteBehind.open(plan));
  }

  /** Runs in the task's mailbox thread alone; the database is waited for on another one. */
  private static final class Writer implements SinkWriter<DecidedRecord> {

    private final WriteBehind ledger;

    Writer(WriteBehind ledger) {
      this.ledger = ledger;
    }

    @Override
    public void write(DecidedRecord decision, Context context) {
      ledger.add(decision);
    }

    /** Called before each checkpoint, and at the end of a drain. */
    @Override
    public void flush(boolean endOfInput) {
      ledger.flush();
    }

    @Override
    public void close() {
      ledger.close();
    }
  }
}
