// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.baseline;

import dev.sluice.engine.plan.RunPlan;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;

/** L0: fetches each record, and touches it once. */
final class PollLoop extends CountingLoop {

  private final RunPlan plan;
  private long records;

  PollLoop(RunPlan plan) {
    super(plan);
    this.plan = plan;
  }

  @Override
  protected ConsumerRecords<byte[], byte[]> poll() {
    for (ConsumerRecord<byte[], byte[]> record : super.poll()) {
      if (plan.contains(record.partition(), record.offset())) {
        records++;
      }
    }
    return ConsumerRecords.empty();
  }

  @Override
  BaselineCounts seen() {
    return new BaselineCounts(records, 0, 0, 0, 0);
  }
}
