package dev.sluice.flink;

import dev.sluice.engine.decision.Decision;
import dev.sluice.engine.ledger.LedgerWriter;
import dev.sluice.engine.start.RunPlan;
import java.util.OptionalLong;
import org.apache.flink.api.common.operators.ProcessingTimeService;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * The one sink for every outcome, around the ledger writer. An engineer of Flink would have used
 * side outputs and a sink per table; but the ledger's row must move in the transaction of the rows
 * that it counts (R9), and one transaction is one sink. Flink's checkpoints only make it flush:
 * what makes a record count once is the ledger.
 */
final class LedgerSink implements Sink<Decision> {

  private static final long serialVersionUID = 1L;

  private final RunPlan plan;

  LedgerSink(RunPlan plan) {
    this.plan = plan;
  }

  @Override
  public SinkWriter<Decision> createWriter(WriterInitContext context) {
    return new Writer(LedgerWriter.open(plan), context.getProcessingTimeService());
  }

  /**
   * Runs in the task's mailbox thread alone, timers included; so the ledger writer has one user.
   */
  private static final class Writer implements SinkWriter<Decision> {

    private final LedgerWriter ledger;
    private final ProcessingTimeService time;
    private boolean isAwaited;

    Writer(LedgerWriter ledger, ProcessingTimeService time) {
      this.ledger = ledger;
      this.time = time;
    }

    @Override
    public void write(Decision decision, Context context) {
      ledger.add(decision);
      awaitDue();
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

    /** Only while something waits: an idle job wakes for nothing. */
    private void awaitDue() {
      if (!isAwaited) {
        OptionalLong millis = ledger.millisUntilDue();
        if (millis.isPresent()) {
          isAwaited = true;
          // The service fires a millisecond behind the time that it is given.
          long at = time.getCurrentProcessingTime() + Math.max(0, millis.getAsLong() - 1);
          var unused = time.registerTimer(at, now -> look());
        }
      }
    }

    private void look() {
      isAwaited = false;
      if (ledger.isDue()) {
        ledger.flush();
      }
      awaitDue();
    }
  }
}
