package dev.sluice.kit.reference;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.engine.decision.Decider;
import dev.sluice.engine.ledger.LedgerWriter;
import dev.sluice.engine.life.EngineRun;
import dev.sluice.engine.start.RunPlan;
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
 * A pipeline on one thread: poll, decide, write. There is no consumer group and no offset of its
 * own anywhere: where it goes on is what the ledger says (R9, R15), and so a crash needs no more
 * thought than a stop.
 *
 * <p>Each step is a method that can be overridden, so that the kit's saboteurs are this loop with
 * one step gone wrong.
 */
public class ConsumerLoop implements AutoCloseable {

  /** The longest that a poll waits; also how soon a stop is seen. */
  private static final long POLL_MILLIS = 100;

  /** How old the client's notion of the topic's partitions may be. */
  private static final int PARTITIONS_MILLIS = 5_000;

  private final RunPlan plan;
  private final Consumer<byte[], byte[]> consumer;
  private final Decider decider;
  private final LedgerWriter writer;
  private final Set<Integer> assigned = new TreeSet<>();

  /** Opens the loop's connections; the caller closes it. */
  @SuppressWarnings("this-escape") // what overrides the properties needs nothing of this loop
  public ConsumerLoop(RunPlan plan) {
    EngineConfig config = plan.config();
    this.plan = plan;
    this.decider = Decider.of(config.decision());
    this.writer = LedgerWriter.open(plan);
    this.consumer =
        new KafkaConsumer<>(
            properties(config), new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Runs to the end of a drain, or until a stop is asked for. */
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
      if (writer.isDue()) {
        flush();
      }
      assignWhatAppeared();
    }
    // What is buffered is dropped: a database that is away cannot hold up the stop, and the ledger
    // has the next run read these records again.
  }

  /** What the client is told beside what the configuration says. */
  protected Map<String, Object> properties(EngineConfig config) {
    Map<String, Object> properties = new HashMap<>(config.kafka().properties());
    properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, config.kafka().bootstrapServers());
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    // Where a run begins is a number that the plan gives; nothing may be jumped over (R15).
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, config.batch().records());
    properties.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, PARTITIONS_MILLIS);
    return properties;
  }

  /** Where a partition is read from. */
  protected long start(int partition) {
    // A partition that appeared after the plan was made begins at 0 (R15).
    return plan.starts().getOrDefault(partition, 0L);
  }

  /** Whether to end before all is done. */
  protected boolean isStopRequested(EngineRun run) {
    return run.isStopRequested();
  }

  /**
   * Whether a partition is read to its end. The position tells, not the last record: markers of
   * transactions and records that were aborted may be the last thing in a partition (R16).
   */
  protected boolean isDone(int partition, long position) {
    return plan.isDone(partition, position);
  }

  /** The next records; the client itself bears with brokers that are away. */
  protected ConsumerRecords<byte[], byte[]> poll() {
    // A poll that waited longer would hold back what is buffered.
    long millis = Math.min(POLL_MILLIS, writer.millisUntilDue().orElse(POLL_MILLIS));
    return consumer.poll(Duration.ofMillis(millis));
  }

  /** What becomes of a record; a pure function (R3). */
  protected DecidedRecord decide(LogRecord record) {
    return decider.decide(record);
  }

  /** Hands a decision to the writer, which writes when its batch is full. */
  protected void write(DecidedRecord decision) {
    writer.add(decision);
  }

  /** Writes what is buffered; it is committed when this returns. */
  protected void flush() {
    writer.flush();
  }

  /** The partitions of the topic by now, as far as they are this loop's. */
  protected Set<Integer> partitions() {
    Set<Integer> partitions = new TreeSet<>();
    // Answered from what the client knows, which is refreshed every few seconds.
    for (PartitionInfo partition : consumer.partitionsFor(plan.topic())) {
      partitions.add(partition.partition());
    }
    return partitions;
  }

  private void take(ConsumerRecord<byte[], byte[]> record) {
    // What lies behind the end of a drain is not part of this run, and need not be decided.
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
