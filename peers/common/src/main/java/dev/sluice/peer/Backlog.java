// SPDX-License-Identifier: Apache-2.0
package dev.sluice.peer;

import dev.sluice.engine.log.LogProbe;
import dev.sluice.engine.plan.RunPlan;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/**
 * Finds out whether a drain is done, for peers whose source has no end, from the committed offsets
 * of their consumer group and the log. Not thread-safe.
 */
public final class Backlog implements AutoCloseable {

  private static final Duration STANDSTILL = Duration.ofSeconds(2);

  private final RunPlan plan;
  private final String group;
  private final Duration patience;
  private final Admin admin;
  private final LogProbe probe;
  private Map<Integer, Long> stillOpen = Map.of();
  private long since = System.nanoTime();

  /**
   * @param group the consumer group whose committed offsets are the run's progress
   */
  public Backlog(RunPlan plan, String group) {
    this.plan = plan;
    this.group = group;
    this.patience = Duration.ofMillis(plan.config().retryDeadlineMillis());
    Map<String, Object> properties = new HashMap<>(plan.config().kafka().properties());
    properties.put(
        AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, plan.config().kafka().bootstrapServers());
    this.admin = Admin.create(properties);
    this.probe = LogProbe.of(plan.config().kafka(), patience);
  }

  /** By partition, the group's committed offset; partitions without one are missing. */
  public Map<Integer, Long> committed()
      throws ExecutionException, InterruptedException, TimeoutException {
    Map<Integer, Long> committed = new HashMap<>();
    admin
        .listConsumerGroupOffsets(group)
        .partitionsToOffsetAndMetadata()
        .get(patience.toMillis(), TimeUnit.MILLISECONDS)
        .forEach(
            (partition, offset) -> {
              if (offset != null) {
                committed.put(partition.partition(), offset.offset());
              }
            });
    return committed;
  }

  /**
   * Whether the drain has no record at or above these offsets. The last record may be followed by
   * transaction markers, so if the offsets stop below the ends, this reads the log.
   *
   * @param next by partition, the first offset that is not done; a partition that is missing is at
   *     its start
   */
  public boolean isDone(Map<Integer, Long> next) throws IOException {
    Map<Integer, Long> open = new HashMap<>();
    plan.starts()
        .forEach(
            (partition, start) -> {
              long from = next.getOrDefault(partition, start);
              if (!plan.isDone(partition, from)) {
                open.put(partition, from);
              }
            });
    if (!open.equals(stillOpen)) {
      stillOpen = open;
      since = System.nanoTime();
    }
    if (System.nanoTime() - since < STANDSTILL.toNanos()) {
      return open.isEmpty();
    }
    since = System.nanoTime();
    return isEmpty(open);
  }

  private boolean isEmpty(Map<Integer, Long> open) throws IOException {
    for (Map.Entry<Integer, Long> from : open.entrySet()) {
      OptionalLong left = probe.firstOffsetFrom(from.getKey(), from.getValue());
      if (left.isPresent() && plan.contains(from.getKey(), left.getAsLong())) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    admin.close();
  }
}
