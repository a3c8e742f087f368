// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kstreams;

import dev.sluice.engine.decision.Decider;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.write.DecisionSink;
import dev.sluice.model.LogRecord;
import dev.sluice.model.Position;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Decides each record of this run, and passes the decision to the stream thread's writer; drops
 * records at or after a drain's end (R16). The only departure from the idiom of Kafka Streams: not
 * a sink topic or a connector, but the ledger writer, because rows and offsets must move in one
 * transaction (R9).
 *
 * <p>Records that are buffered at a close are dropped on purpose: before a clean close, the commit
 * has flushed them ({@link FlushBeforeCommit}), and after an unclean one the partition may already
 * have another owner.
 */
final class LedgerSink implements Processor<byte[], byte[], Void, Void> {

  private final RunPlan plan;
  private final Decider decider;
  private final StreamThreadWriters writers;
  private final Drain drain;
  private ProcessorContext<Void, Void> context;
  private DecisionSink writer;

  LedgerSink(RunPlan plan, StreamThreadWriters writers, Drain drain) {
    this.plan = plan;
    this.decider = Decider.of(plan.config().decision());
    this.writers = writers;
    this.drain = drain;
  }

  @Override
  public void init(ProcessorContext<Void, Void> opened) {
    context = opened;
    writer = writers.current();
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata source = context.recordMetadata().orElseThrow();
    if (plan.contains(source.partition(), source.offset())) {
      Position position = new Position(source.partition(), source.offset());
      writer.add(decider.decide(new LogRecord(position, record.timestamp(), record.value())));
      drain.processed(position);
    }
  }

  @Override
  public void close() {
    if (writer != null) {
      writer.release(context.taskId().partition());
    }
  }
}
