// SPDX-License-Identifier: Apache-2.0
package dev.sluice.peer;

import dev.sluice.engine.decision.AcceptedRecord;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.sink.Row;
import dev.sluice.sink.kafka.KafkaSinkSettings;
import dev.sluice.sink.kafka.RowRecords;
import java.io.Serializable;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Turns rows into records of the topic of events, byte for byte those of Sluice's own sink. Used by
 * one thread; serializable, so that an engine can send it to its tasks.
 */
public final class EventRecords implements Serializable {

  private static final long serialVersionUID = 1L;

  private final String source;
  private final String name;
  private transient RowRecords records;

  /** Records of a run whose sink is topics. */
  public EventRecords(RunPlan plan) {
    this.source = plan.topic();
    this.name = KafkaSinkSettings.of(plan.config()).name();
  }

  /** The topic's name, which the start of the run has created if the configuration asks. */
  public String topic() {
    return name + ".events";
  }

  /** A row's record, with no partition, which leaves the choice to the producer's partitioner. */
  public ProducerRecord<byte[], byte[]> of(AcceptedRecord row) {
    if (records == null) {
      records = new RowRecords(name);
    }
    return records.of(Row.Processed.of(source, row.decision()));
  }
}
