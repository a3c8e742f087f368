// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kstreams;

import dev.sluice.engine.ledger.LogProbe;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.start.StartResolver;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.UnknownMemberIdException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets the group's offsets to those of the ledger, which overrules them (R15). */
final class GroupOffsets {

  private static final Logger LOG = LoggerFactory.getLogger(GroupOffsets.class);

  private static final long LOOK_MILLIS = 200;

  private final RunPlan plan;
  private final String group;
  private final Admin admin;
  private final LogProbe probe;

  private GroupOffsets(RunPlan plan, String group, Admin admin) {
    this.plan = plan;
    this.group = group;
    this.admin = admin;
    this.probe =
        LogProbe.of(plan.config().kafka(), Duration.ofMillis(plan.config().retryDeadlineMillis()));
  }

  static void follow(RunPlan plan, String group) throws Exception {
    Map<String, Object> properties = new HashMap<>(plan.config().kafka().properties());
    properties.put(
        AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, plan.config().kafka().bootstrapServers());
    try (Admin admin = Admin.create(properties)) {
      new GroupOffsets(plan, group, admin).follow();
    }
  }

  /**
   * Sets the offsets, unless the group has members and offsets that can be used. Offsets cannot be
   * set for a group with members: another instance runs, or the one before has just ended but still
   * counts as a member. The group's own offsets can be used if they are not ahead of the ledger,
   * since records below the ledger's {@code next} are dropped. They are ahead if the tables were
   * set back to an earlier state; the instance that committed them is then gone, so this waits
   * until the group has no members.
   */
  private void follow() throws Exception {
    long deadline =
        System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(plan.config().retryDeadlineMillis());
    while (!isSet()) {
      if (!isAhead()) {
        LOG.info("group {} has members; using its own offsets", group);
        return;
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "group "
                + group
                + " has committed offsets that are ahead of the ledger, and still has members; stop"
                + " every instance of this run, and start again");
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private boolean isSet() throws Exception {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    plan.starts()
        .forEach(
            (partition, next) ->
                offsets.put(
                    new TopicPartition(plan.topic(), partition), new OffsetAndMetadata(next)));
    try {
      admin
          .alterConsumerGroupOffsets(group, offsets)
          .all()
          .get(plan.config().retryDeadlineMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException e) {
      if (hasMembers(e.getCause())) {
        return false;
      }
      throw e;
    }
  }

  private boolean isAhead() throws Exception {
    // Read before the ledger: a running instance moves the ledger first, then its offsets.
    Map<TopicPartition, OffsetAndMetadata> committed =
        admin
            .listConsumerGroupOffsets(group)
            .partitionsToOffsetAndMetadata()
            .get(plan.config().retryDeadlineMillis(), TimeUnit.MILLISECONDS);
    SortedMap<Integer, Long> ledger = StartResolver.ledger(plan.config());
    for (Map.Entry<TopicPartition, OffsetAndMetadata> entry : committed.entrySet()) {
      Long next = ledger.get(entry.getKey().partition());
      if (next != null && entry.getValue() != null && isSkipped(entry, next)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether records are in between: the committed offset may also be after transaction markers
   * only.
   */
  private boolean isSkipped(Map.Entry<TopicPartition, OffsetAndMetadata> committed, long next)
      throws IOException {
    long offset = committed.getValue().offset();
    return offset > next
        && probe.firstOffsetFrom(committed.getKey().partition(), next).orElse(offset) < offset;
  }

  private static boolean hasMembers(Throwable error) {
    return error instanceof UnknownMemberIdException || error instanceof GroupNotEmptyException;
  }
}
