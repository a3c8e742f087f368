// SPDX-License-Identifier: Apache-2.0
package dev.sluice.peer.kstreams;

import dev.sluice.engine.decision.AcceptedRecord;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.peer.EventRecords;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Forwards each row as a record of the topic of events. */
final class ForwardingProcessor extends DecidingProcessor<byte[], byte[]> {

  private final EventRecords records;
  private ProcessorContext<byte[], byte[]> context;

  ForwardingProcessor(RunPlan plan) {
    super(plan);
    this.records = new EventRecords(plan);
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    super.init(context);
    this.context = context;
  }

  @Override
  void write(AcceptedRecord row) {
    ProducerRecord<byte[], byte[]> record = records.of(row);
    // Kafka Streams would keep the source's timestamp; these records have the time of writing.
    context.forward(
        new Record<>(
            record.key(), record.value(), context.currentSystemTimeMs(), record.headers()));
  }
}
