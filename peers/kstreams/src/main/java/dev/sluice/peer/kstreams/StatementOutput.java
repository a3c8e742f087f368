// SPDX-License-Identifier: Apache-2.0
package dev.sluice.peer.kstreams;

import dev.sluice.engine.plan.RunPlan;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/** Upserts with one statement for each record. */
record StatementOutput(RunPlan plan) implements Output {

  @Override
  public void end(KStream<byte[], byte[]> records) {
    records.process(() -> new UpsertProcessor(plan), Named.as("upsert"));
  }
}
