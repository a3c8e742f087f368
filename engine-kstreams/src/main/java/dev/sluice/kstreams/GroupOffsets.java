package dev.sluice.kstreams;

import dev.sluice.engine.ledger.LogProbe;
import dev.sluice.engine.start.RunPlan;
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

/** Sets the group's offsets to the ledger's, which wins over them (R15). */
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
   * A group with members takes no offsets: another instance runs, or the one before ended a moment
   * ago and is still taken for alive. Its own offsets may stand where they are not ahead of the
   * ledger, since what is behind is dropped there. Ahead they are when the tables were put back;
   * whoever committed them then is gone, and is waited for to be forgotten.
   */
  private void follow() throws Exception {
    long deadline =
        System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(plan.config().retryDeadlineMillis());
    while (!isSet()) {
      if (!isAhead()) {
        LOG.info("group {} has members; its own offsets stand", group);
        return;
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "group "
                + group
                + " has committed offsets that are ahead of the ledger, and has members that keep"
                + " them; stop every instance of this run, and start again");
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
    // Asked first: an instance that runs moves the ledger, and then its offsets.
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

  /** Whether a record lies between: what is committed may also be behind transaction markers. */
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
