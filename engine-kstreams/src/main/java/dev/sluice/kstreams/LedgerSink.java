// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kstreams;

import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.engine.write.DecisionSink;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Passes decisions to the stream thread's writer. The only departure from the idiom of Kafka
 * Streams: not a sink topic or a connector, but the ledger writer, because rows and offsets must
 * move in one transaction (R9).
 *
 * <p>Records that are buffered at a close are dropped on purpose: before a clean close, the commit
 * has flushed them ({@link FlushBeforeCommit}), and after an unclean one the partition may already
 * have another owner.
 */
final class LedgerSink implements Processor<byte[], DecidedRecord, Void, Void> {

  private final StreamThreadWriters writers;
  private final Drain drain;
  private DecisionSink writer;
  private int partition;

  LedgerSink(StreamThreadWriters writers, Drain drain) {
    this.writers = writers;
    this.drain = drain;
  }

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    writer = writers.current();
    partition = context.taskId().partition();
  }

  @Override
  public void process(Record<byte[], DecidedRecord> record) {
    writer.add(record.value());
    drain.processed(record.value().record().position());
  }

  @Override
  public void close() {
    if (writer != null) {
      writer.release(partition);
    }
  }
}
