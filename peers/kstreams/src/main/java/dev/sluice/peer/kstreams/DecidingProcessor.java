// SPDX-License-Identifier: Apache-2.0
package dev.sluice.peer.kstreams;

import dev.sluice.engine.decision.AcceptedRecord;
import dev.sluice.engine.decision.Decider;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.model.LogRecord;
import dev.sluice.model.Position;
import java.sql.SQLException;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Decides each record of the run, and passes the accepted ones on for writing.
 *
 * @param <K> the keys that it forwards to the topology
 * @param <V> the values that it forwards
 */
abstract class DecidingProcessor<K, V> implements Processor<byte[], byte[], K, V> {

  private final RunPlan plan;
  private final Decider decider;
  private ProcessorContext<K, V> context;

  DecidingProcessor(RunPlan plan) {
    this.plan = plan;
    this.decider = Decider.of(plan.config().decision());
  }

  @Override
  public void init(ProcessorContext<K, V> context) {
    this.context = context;
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata source = context.recordMetadata().orElseThrow();
    if (!plan.contains(source.partition(), source.offset())) {
      return;
    }
    Position position = new Position(source.partition(), source.offset());
    Optional<AcceptedRecord> row =
        AcceptedRecord.of(
            decider.decide(new LogRecord(position, record.timestamp(), record.value())));
    if (row.isPresent()) {
      try {
        write(row.get());
      } catch (SQLException e) {
        throw new IllegalStateException("a row could not be written", e);
      }
    }
  }

  abstract void write(AcceptedRecord row) throws SQLException;
}
