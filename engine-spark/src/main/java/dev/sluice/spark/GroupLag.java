// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spark;

import dev.sluice.engine.config.KafkaClient;
import dev.sluice.engine.plan.RunPlan;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.SourceProgress;
import org.apache.spark.sql.streaming.StreamingQueryListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits each finished batch's end to a consumer group, which Spark's source does not do: so that
 * the usual tools show the run's lag. Nothing reads it; the ledger decides where a run continues.
 */
final class GroupLag extends StreamingQueryListener {

  private static final Logger LOG = LoggerFactory.getLogger(GroupLag.class);

  private final SparkSession spark;
  private final RunPlan plan;
  private final Admin admin;

  private GroupLag(SparkSession spark, RunPlan plan, Admin admin) {
    this.spark = spark;
    this.plan = plan;
    this.admin = admin;
  }

  /**
   * Follows the session's queries. As with the other engines, a drain leaves no offsets: it has no
   * lag for long, and a group would remain.
   */
  static GroupLag follow(SparkSession spark, RunPlan plan) {
    Admin admin =
        plan.config().drain()
            ? null
            : Admin.create(
                KafkaClient.of(KafkaClient.Kind.ADMIN, plan.config().kafka()).properties());
    GroupLag lag = new GroupLag(spark, plan, admin);
    if (admin != null) {
      spark.streams().addListener(lag);
    }
    return lag;
  }

  /** The group's name. */
  static String group(RunPlan plan) {
    return "sluice-spark-" + plan.runId();
  }

  /** Called on a thread of Spark's, which waits for nothing here. */
  @Override
  public void onQueryProgress(QueryProgressEvent event) {
    Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
    for (SourceProgress source : event.progress().sources()) {
      if (source.endOffset() != null) {
        KafkaOffsets.parse(source.endOffset())
            .forEach(
                (partition, offset) ->
                    ends.put(
                        new TopicPartition(plan.topic(), partition),
                        new OffsetAndMetadata(offset)));
      }
    }
    if (ends.isEmpty()) {
      return;
    }
    try {
      var unused =
          admin
              .alterConsumerGroupOffsets(group(plan), ends)
              .all()
              .whenComplete((done, failure) -> tell(failure));
    } catch (KafkaException e) {
      tell(e);
    }
  }

  private static void tell(Throwable failure) {
    if (failure != null) {
      LOG.warn("the group's offsets could not be committed: {}", failure.getMessage());
    }
  }

  @Override
  public void onQueryStarted(QueryStartedEvent event) {
    // The first batch commits.
  }

  @Override
  public void onQueryTerminated(QueryTerminatedEvent event) {
    // The last batch has committed.
  }

  /** Ends the commits; returns at once. */
  void close() {
    if (admin != null) {
      spark.streams().removeListener(this);
      admin.close(Duration.ZERO);
    }
  }
}
