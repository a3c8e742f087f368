// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.ledger;

import java.util.Objects;

/**
 * What a sink keeps beside the ledger to identify the pipeline whose rows it holds (R10):
 * everything that decides what becomes of a record.
 *
 * @param runId the random id of the first run
 * @param eventsSha256 null without a mapping of events
 * @param allowedLatenessMicros null for unlimited
 */
public record Pipeline(
    int contractVersion,
    String runId,
    String kafkaClusterId,
    String topic,
    String topicId,
    String rulesSha256,
    String eventsSha256,
    Long allowedLatenessMicros,
    long allowedSkewMicros,
    long deadLettersPerReason,
    String limits,
    String isolation) {

  public Pipeline {
    Objects.requireNonNull(runId, "runId");
    Objects.requireNonNull(kafkaClusterId, "kafkaClusterId");
    Objects.requireNonNull(topic, "topic");
    Objects.requireNonNull(topicId, "topicId");
    Objects.requireNonNull(rulesSha256, "rulesSha256");
    Objects.requireNonNull(limits, "limits");
    Objects.requireNonNull(isolation, "isolation");
  }

  /** Whether the other is the same pipeline, from this run or from another one. */
  public boolean isContinuedBy(Pipeline other) {
    return equals(other.of(runId));
  }

  private Pipeline of(String run) {
    return new Pipeline(
        contractVersion,
        run,
        kafkaClusterId,
        topic,
        topicId,
        rulesSha256,
        eventsSha256,
        allowedLatenessMicros,
        allowedSkewMicros,
        deadLettersPerReason,
        limits,
        isolation);
  }
}
