// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kstreams;

import dev.sluice.engine.plan.RunPlan;
import dev.sluice.model.Position;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Finds out when a drain has reached its end, which Kafka Streams does not support: a partition is
 * done when its consumer's position has reached the end, all records that it returned below the end
 * are processed, and the writer has flushed (R16). The position counts, not the last record,
 * because transaction markers may be the last entries of a partition. Safe for use by several
 * stream threads.
 */
final class Drain {

  private static final long NOTHING = -1;

  private final RunPlan plan;
  private final Runnable whenBegun;
  private final Runnable whenDone;
  private final Set<Integer> open = ConcurrentHashMap.newKeySet();

  /** The partitions of each stream thread, as of its last look. */
  private final Map<Thread, Set<Integer>> assigned = new ConcurrentHashMap<>();

  private final Map<Integer, Long> returned = new ConcurrentHashMap<>();
  private final Map<Integer, AtomicLong> processed = new ConcurrentHashMap<>();

  /**
   * @param whenBegun called by each stream thread that has partitions, before it reads, again and
   *     again; a small drain can be done before all threads run, which Kafka Streams would report
   * @param whenDone called when the last partition is done
   */
  Drain(RunPlan plan, Runnable whenBegun, Runnable whenDone) {
    this.plan = plan;
    this.whenBegun = whenBegun;
    this.whenDone = whenDone;
    plan.starts()
        .forEach(
            (partition, start) -> {
              if (!plan.isDone(partition, start)) {
                open.add(partition);
              }
            });
  }

  /** Whether there is nothing left to read. */
  boolean isDone() {
    return plan.config().drain() && open.isEmpty();
  }

  /** Notes which records a poll returned. */
  void polled(ConsumerRecords<?, ?> records) {
    for (TopicPartition partition : records.partitions()) {
      List<? extends ConsumerRecord<?, ?>> polled = records.records(partition);
      for (int i = polled.size() - 1; i >= 0; i--) {
        if (plan.contains(partition.partition(), polled.get(i).offset())) {
          returned.put(partition.partition(), polled.get(i).offset());
          break;
        }
      }
    }
  }

  /** Notes a record that was passed to the writer. */
  void processed(Position position) {
    processed
        .computeIfAbsent(position.partition(), unused -> new AtomicLong())
        .setRelease(position.offset());
  }

  /**
   * Closes the calling thread's partitions that have reached their end; flushes the writer first.
   */
  void closeReached(Consumer<?, ?> consumer, StreamThreadWriters writers) {
    if (!plan.config().drain() || open.isEmpty()) {
      return;
    }
    Set<TopicPartition> here = consumer.assignment();
    assigned.put(
        Thread.currentThread(),
        here.stream().map(TopicPartition::partition).collect(Collectors.toSet()));
    if (here.isEmpty()) {
      return;
    }
    whenBegun.run();
    List<Integer> reached =
        here.stream()
            .filter(this::isProcessed)
            .filter(partition -> plan.isDone(partition.partition(), position(consumer, partition)))
            .map(TopicPartition::partition)
            .filter(open::contains)
            .toList();
    if (reached.isEmpty()) {
      return;
    }
    writers.current().flush();
    close(reached);
  }

  /**
   * The partitions that are not known to be done, and that no stream thread of this process has: if
   * the run has other instances, they have them.
   */
  Set<Integer> elsewhere() {
    Set<Integer> elsewhere = new TreeSet<>(open);
    assigned.values().forEach(elsewhere::removeAll);
    return elsewhere;
  }

  /** Notes partitions of which everything below their ends is committed. */
  void close(Collection<Integer> done) {
    boolean changed = open.removeAll(done);
    if (changed && open.isEmpty()) {
      whenDone.run();
    }
  }

  private boolean isProcessed(TopicPartition partition) {
    AtomicLong last = processed.get(partition.partition());
    return (last == null ? NOTHING : last.getAcquire())
        >= returned.getOrDefault(partition.partition(), NOTHING);
  }

  private static long position(Consumer<?, ?> consumer, TopicPartition partition) {
    try {
      return consumer.position(partition, Duration.ZERO);
    } catch (TimeoutException | NoOffsetForPartitionException notKnownYet) {
      return NOTHING;
    }
  }
}
