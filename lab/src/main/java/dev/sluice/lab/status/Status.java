// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.status;

import dev.sluice.engine.ledger.Counts;
import dev.sluice.engine.ledger.Pipeline;
import java.time.Instant;
import java.util.List;

/**
 * How far a pipeline is, at one moment.
 *
 * @param at when the ledger was read
 * @param lastCommit null if no commit has moved the ledger yet
 * @param partitions all of the topic's, in ascending order
 */
public record Status(
    Instant at,
    PipelinePlace place,
    Pipeline pipeline,
    CommitAge lastCommit,
    List<PartitionStatus> partitions) {

  public Status {
    partitions = List.copyOf(partitions);
  }

  /** The lag of all partitions together. */
  public long lag() {
    return partitions.stream().mapToLong(PartitionStatus::lag).sum();
  }

  /** The counts of all partitions together. */
  public Counts counts() {
    return partitions.stream().map(PartitionStatus::counts).reduce(Counts.NONE, Counts::plus);
  }

  /** The rate of all partitions together; null after the first look. */
  public Double rate() {
    List<Double> known =
        partitions.stream().map(PartitionStatus::rate).filter(rate -> rate != null).toList();
    return known.isEmpty() ? null : known.stream().mapToDouble(Double::doubleValue).sum();
  }
}
