// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.reference;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.KafkaPatience;
import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.engine.decision.Decider;
import dev.sluice.engine.life.EngineRun;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.write.WriteBehind;
import dev.sluice.model.LogRecord;
import dev.sluice.model.Position;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A plain pipeline: one thread polls and decides, and the writer's thread writes. It has no
 * consumer group and stores no offsets: it continues where the ledger is (R9, R15). A crash
 * therefore needs no more care than a stop.
 *
 * <p>Each step is a method that can be overridden: the kit's saboteurs are this loop with one
 * faulty step.
 */
public class ConsumerLoop implements AutoCloseable {

  /** The longest wait of a poll, and thus for a stop request to be noticed. */
  private static final long POLL_MILLIS = 100;

  /** How old the client's list of the topic's partitions may be. */
  private static final int PARTITIONS_MILLIS = 5_000;

  private final RunPlan plan;
  private final Consumer<byte[], byte[]> consumer;
  private final Decider decider;
  private final WriteBehind writer;
  private final Set<Integer> assigned = new TreeSet<>();

  /** Opens the loop's connections; the caller closes it. */
  @SuppressWarnings("this-escape") // overrides of properties() do not use this instance
  public ConsumerLoop(RunPlan plan) {
    EngineConfig config = plan.config();
    this.plan = plan;
    this.decider = Decider.of(config.decision());
    this.writer = WriteBehind.open(plan);
    this.consumer =
        new KafkaConsumer<>(
            properties(config), new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Runs to the end of a drain, or until a stop is requested. */
  public void run(EngineRun run) {
    assign(plan.starts().keySet());
    run.running();
    while (!isStopRequested(run)) {
      if (hasReachedEnds()) {
        flush();
        return;
      }
      for (ConsumerRecord<byte[], byte[]> record : poll()) {
        take(record);
      }
      check();
      assignWhatAppeared();
    }
    // Gathered records are dropped: an unreachable database cannot delay the stop, and the next run
    // reads these records again, since the ledger has not counted them.
  }

  /**
   * The properties of the Kafka client: those of the configuration, and the ones that the loop
   * needs.
   */
  protected Map<String, Object> properties(EngineConfig config) {
    Map<String, Object> properties = new HashMap<>(KafkaPatience.properties(config));
    properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, config.kafka().bootstrapServers());
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    // The plan gives the start offsets, and no record may be skipped (R15).
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, config.batch().records());
    properties.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, PARTITIONS_MILLIS);
    return properties;
  }

  /** The offset at which reading of a partition starts. */
  protected long start(int partition) {
    // A partition that appeared after the plan was made starts at 0 (R15).
    return plan.starts().getOrDefault(partition, 0L);
  }

  /** Whether to end before everything is done. */
  protected boolean isStopRequested(EngineRun run) {
    return run.isStopRequested();
  }

  /**
   * Whether a partition is read to its end. The position decides, not the last record, because a
   * partition may end in transaction markers and aborted records (R16).
   */
  protected boolean isDone(int partition, long position) {
    return plan.isDone(partition, position);
  }

  /** Polls for records; the client itself handles unreachable brokers. */
  protected ConsumerRecords<byte[], byte[]> poll() {
    return consumer.poll(Duration.ofMillis(POLL_MILLIS));
  }

  /** Decides a record; a pure function (R3). */
  protected DecidedRecord decide(LogRecord record) {
    return decider.decide(record);
  }

  /** Hands a decision to the writer, which writes when its batch is full or has lingered. */
  protected void write(DecidedRecord decision) {
    writer.add(decision);
  }

  /**
   * Throws if a write has failed: while the topic is idle, nothing else would. It does not flush,
   * since the writer needs no request to write what has lingered, and a flush would wait for an
   * unreachable database while a stop may be requested.
   */
  protected void check() {
    writer.check();
  }

  /** Writes the gathered records; they are committed when this returns. */
  protected void flush() {
    writer.flush();
  }

  /** The current partitions of the topic that this loop must read. */
  protected Set<Integer> partitions() {
    Set<Integer> partitions = new TreeSet<>();
    // Comes from the client's cached metadata, which is refreshed every few seconds.
    for (PartitionInfo partition : consumer.partitionsFor(plan.topic())) {
      partitions.add(partition.partition());
    }
    return partitions;
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    // Records beyond the end of a drain are not part of this run and need no decision.
    if (plan.contains(record.partition(), record.offset())) {
      Position position = new Position(record.partition(), record.offset());
      write(decide(new LogRecord(position, record.timestamp(), record.value())));
    }
  }

  private boolean hasReachedEnds() {
    return assigned.stream().allMatch(p -> isDone(p, consumer.position(at(p))));
  }

  private void assignWhatAppeared() {
    if (!plan.config().drain()) {
      Set<Integer> appeared = partitions();
      appeared.removeAll(assigned);
      if (!appeared.isEmpty()) {
        assign(appeared);
      }
    }
  }

  private void assign(Set<Integer> partitions) {
    assigned.addAll(partitions);
    consumer.assign(assigned.stream().map(this::at).toList());
    partitions.forEach(partition -> consumer.seek(at(partition), start(partition)));
  }

  private TopicPartition at(int partition) {
    return new TopicPartition(plan.topic(), partition);
  }

  @Override
  public void close() {
    try (consumer) {
      writer.close();
    }
  }
}
