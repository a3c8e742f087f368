// SPDX-License-Identifier: Apache-2.0
package dev.sluice.peer.kstreams;

import dev.sluice.engine.decision.AcceptedRecord;
import dev.sluice.engine.plan.RunPlan;
import java.sql.SQLException;
import java.time.Duration;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/** Gathers a stream thread's rows into batches, written when full or after the linger time. */
final class BatchingProcessor extends DecidingProcessor<Void, Void> {

  private final Duration linger;
  private final ThreadBatches batches;

  BatchingProcessor(RunPlan plan, ThreadBatches batches) {
    super(plan);
    this.linger = Duration.ofMillis(Math.max(1, plan.config().batch().lingerMillis()));
    this.batches = batches;
  }

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    super.init(context);
    context.schedule(linger, PunctuationType.WALL_CLOCK_TIME, now -> batches.flush());
  }

  @Override
  void write(AcceptedRecord row) throws SQLException {
    batches.current().add(row);
  }
}
