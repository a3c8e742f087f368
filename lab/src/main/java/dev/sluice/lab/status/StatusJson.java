// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.status;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.ledger.Counts;
import dev.sluice.engine.ledger.Pipeline;
import dev.sluice.lab.report.PrettyJson;
import java.time.Duration;

/**
 * A status for programs. Every key is spelled out here, so that renaming code changes none;
 * removing a key or changing its meaning raises {@link #SCHEMA_VERSION}.
 */
public final class StatusJson {

  /** The version of the keys and their meaning. */
  public static final int SCHEMA_VERSION = 1;

  /** The status as one object; unknown values are null. */
  public static ObjectNode of(Status status) {
    ObjectNode root = PrettyJson.object();
    root.put("schema_version", SCHEMA_VERSION);
    root.put("at", status.at().toString());
    root.put("kafka", status.place().config().kafka().bootstrapServers());
    root.put("sink", status.place().config().sink().type());
    root.put("rows", status.place().rows());
    pipeline(root.putObject("pipeline"), status.pipeline());
    if (status.lastCommit() == null) {
      root.putNull("last_commit");
    } else {
      commit(root.putObject("last_commit"), status.lastCommit());
    }
    ArrayNode partitions = root.putArray("partitions");
    status.partitions().forEach(each -> partition(partitions.addObject(), each));
    ObjectNode total = root.putObject("total");
    total.put("lag", status.lag());
    counts(total, status.counts());
    total.put("records_per_second", status.rate());
    return root;
  }

  private static void pipeline(ObjectNode node, Pipeline pipeline) {
    node.put("contract_version", pipeline.contractVersion());
    node.put("run_id", pipeline.runId());
    node.put("kafka_cluster_id", pipeline.kafkaClusterId());
    node.put("topic", pipeline.topic());
    node.put("topic_id", pipeline.topicId());
    node.put("rules_sha256", pipeline.rulesSha256());
    node.put("events_sha256", pipeline.eventsSha256());
    node.put("allowed_lateness_micros", pipeline.allowedLatenessMicros());
    node.put("allowed_skew_micros", pipeline.allowedSkewMicros());
    node.put("dead_letters_per_reason", pipeline.deadLettersPerReason());
  }

  private static void commit(ObjectNode node, CommitAge age) {
    node.put("least_age_ms", age.least().toMillis());
    node.put("most_age_ms", millis(age.most()));
    node.put("unknown", age.unknown());
  }

  private static Long millis(Duration duration) {
    return duration == null ? null : duration.toMillis();
  }

  private static void partition(ObjectNode node, PartitionStatus each) {
    node.put("partition", each.partition());
    node.put("first", each.row() == null ? null : each.row().first());
    node.put("next", each.row() == null ? null : each.row().next());
    node.put("earliest", each.earliest());
    node.put("end", each.end());
    node.put("lag", each.lag());
    node.put("gone", each.isGone());
    counts(node, each.counts());
    node.put("records_per_second", each.rate());
  }

  private static void counts(ObjectNode node, Counts counts) {
    node.put("records", counts.sum());
    ObjectNode byKey = node.putObject("counts");
    counts.asMap().forEach(byKey::put);
  }

  private StatusJson() {}
}
