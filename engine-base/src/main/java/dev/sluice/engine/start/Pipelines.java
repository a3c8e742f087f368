// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.start;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.Sha256;
import dev.sluice.engine.ledger.Pipeline;
import dev.sluice.engine.log.TopicState;
import dev.sluice.engine.sink.Sink;
import dev.sluice.model.Limits;
import java.util.Objects;

/** Makes the pipeline of a configuration, and compares it with the one that a sink holds (R10). */
final class Pipelines {

  private static final int CONTRACT_VERSION = 1;

  /** The pipeline of this run; the run id counts if there is none yet. */
  static Pipeline of(EngineConfig config, TopicState topic, String runId) {
    EngineConfig.Decision decision = config.decision();
    return new Pipeline(
        CONTRACT_VERSION,
        runId,
        topic.clusterId(),
        config.kafka().topic(),
        topic.topicId(),
        Sha256.hex(decision.rulesJson()),
        decision.eventsJson() == null ? null : Sha256.hex(decision.eventsJson()),
        decision.allowedLatenessMicros(),
        decision.allowedSkewMicros(),
        decision.deadLettersPerReason(),
        Limits.canonical(),
        "read_committed");
  }

  /**
   * Refuses a pipeline that differs from the expected one in anything but the run id.
   *
   * @throws ConfigException naming the first field that differs, with both values
   */
  static void check(Pipeline expected, Pipeline standing, Sink sink) {
    Check check = new Check(sink);
    check.same(
        sink.targetKey(),
        "contract version",
        expected.contractVersion(),
        standing.contractVersion());
    check.same(
        "kafka.bootstrap.servers",
        "cluster id",
        expected.kafkaClusterId(),
        standing.kafkaClusterId());
    check.same("kafka.topic", "topic", expected.topic(), standing.topic());
    check.same(
        "kafka.topic",
        "topic id (the topic was recreated)",
        expected.topicId(),
        standing.topicId());
    check.same("rules", "SHA-256 of the rules", expected.rulesSha256(), standing.rulesSha256());
    check.same("events", "SHA-256 of the mapping", events(expected), events(standing));
    check.same(
        "allowed.lateness.micros", "allowed lateness", lateness(expected), lateness(standing));
    check.same(
        "allowed.skew.micros",
        "allowed skew",
        expected.allowedSkewMicros(),
        standing.allowedSkewMicros());
    check.same(
        "dead.letters.per.reason",
        "dead letters per reason",
        expected.deadLettersPerReason(),
        standing.deadLettersPerReason());
    check.same(sink.targetKey(), "limits", expected.limits(), standing.limits());
    check.same(sink.targetKey(), "isolation", expected.isolation(), standing.isolation());
  }

  private record Check(Sink sink) {
    void same(String key, String what, Object here, Object there) {
      if (!Objects.equals(here, there)) {
        throw new ConfigException(
            key,
            what
                + " is "
                + here
                + " here, but "
                + there
                + " in "
                + sink.target()
                + "; another pipeline needs another "
                + sink.targetKey());
      }
    }
  }

  private static String events(Pipeline row) {
    return row.eventsSha256() == null ? "none" : row.eventsSha256();
  }

  private static String lateness(Pipeline row) {
    return row.allowedLatenessMicros() == null
        ? "unlimited"
        : row.allowedLatenessMicros().toString();
  }

  private Pipelines() {}
}
