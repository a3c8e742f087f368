// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kstreams;

import dev.sluice.engine.log.LogProbe;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.start.StartResolver;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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

  /** The consumer group: Kafka's, or a map in a test. */
  interface Group {

    /**
     * Sets offsets.
     *
     * @throws ExecutionException with Kafka's refusal as its cause
     */
    void set(Map<TopicPartition, OffsetAndMetadata> offsets) throws Exception;

    /** The committed offsets; null for a partition without one. */
    Map<TopicPartition, OffsetAndMetadata> committed() throws Exception;
  }

  private final RunPlan plan;
  private final String name;
  private final Group group;
  private final Supplier<SortedMap<Integer, Long>> ledger;
  private final LogProbe probe;

  /**
   * @param ledger queries the ledger's current {@code next} by partition
   */
  GroupOffsets(
      RunPlan plan,
      String name,
      Group group,
      Supplier<SortedMap<Integer, Long>> ledger,
      LogProbe probe) {
    this.plan = plan;
    this.name = name;
    this.group = group;
    this.ledger = ledger;
    this.probe = probe;
  }

  static void follow(RunPlan plan, String group) throws Exception {
    Map<String, Object> properties = new HashMap<>(plan.config().kafka().properties());
    properties.put(
        AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, plan.config().kafka().bootstrapServers());
    long patience = plan.config().retryDeadlineMillis();
    try (Admin admin = Admin.create(properties)) {
      new GroupOffsets(
              plan,
              group,
              new KafkaGroup(admin, group, patience),
              () -> StartResolver.ledger(plan.config()),
              LogProbe.of(plan.config().kafka(), Duration.ofMillis(patience)))
          .follow();
    }
  }

  /** A group of a Kafka cluster; each call may take as long as the patience. */
  private record KafkaGroup(Admin admin, String name, long patienceMillis) implements Group {

    @Override
    public void set(Map<TopicPartition, OffsetAndMetadata> offsets) throws Exception {
      admin
          .alterConsumerGroupOffsets(name, offsets)
          .all()
          .get(patienceMillis, TimeUnit.MILLISECONDS);
    }

    @Override
    public Map<TopicPartition, OffsetAndMetadata> committed() throws Exception {
      return admin
          .listConsumerGroupOffsets(name)
          .partitionsToOffsetAndMetadata()
          .get(patienceMillis, TimeUnit.MILLISECONDS);
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
  void follow() throws Exception {
    long deadline =
        System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(plan.config().retryDeadlineMillis());
    while (!isSet()) {
      if (!isAhead()) {
        LOG.info("group {} has members; using its own offsets", name);
        return;
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "group "
                + name
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
      group.set(offsets);
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
    Map<TopicPartition, OffsetAndMetadata> committed = group.committed();
    SortedMap<Integer, Long> nexts = ledger.get();
    for (Map.Entry<TopicPartition, OffsetAndMetadata> entry : committed.entrySet()) {
      Long next = nexts.get(entry.getKey().partition());
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
