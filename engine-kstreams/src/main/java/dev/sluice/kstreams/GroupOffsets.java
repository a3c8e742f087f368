package dev.sluice.kstreams;

import dev.sluice.engine.start.RunPlan;
import java.util.HashMap;
import java.util.Map;
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

  static void follow(RunPlan plan, String group) throws Exception {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    plan.starts()
        .forEach(
            (partition, next) ->
                offsets.put(
                    new TopicPartition(plan.topic(), partition), new OffsetAndMetadata(next)));
    Map<String, Object> properties = new HashMap<>(plan.config().kafka().properties());
    properties.put(
        AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, plan.config().kafka().bootstrapServers());
    try (Admin admin = Admin.create(properties)) {
      admin
          .alterConsumerGroupOffsets(group, offsets)
          .all()
          .get(plan.config().retryDeadlineMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (!hasMembers(e.getCause())) {
        throw e;
      }
      // Another instance runs, or was killed a moment ago: what the group committed is never ahead
      // of the ledger, since rows are written first, and what is behind it is dropped there.
      LOG.info("group {} has members; its own offsets stand", group);
    }
  }

  private static boolean hasMembers(Throwable error) {
    return error instanceof UnknownMemberIdException || error instanceof GroupNotEmptyException;
  }

  private GroupOffsets() {}
}
