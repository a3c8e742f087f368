// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.kafka;

import dev.sluice.engine.ledger.LedgerException;
import dev.sluice.engine.ledger.LedgerRow;
import dev.sluice.engine.plan.Deadline;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.sink.Batch;
import dev.sluice.engine.sink.SinkFault;
import dev.sluice.engine.sink.SinkWriter;
import dev.sluice.model.Position;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * Writes to the topics, with one producer per source partition. Its transactional id lets only the
 * last writer of the partition commit, so the ledger's row that it has read stays the last one
 * until it commits another.
 */
final class KafkaSinkWriter implements SinkWriter {

  /** A partition that this writer has taken, with its ledger's row as it was committed last. */
  private static final class Taken {
    private final PartitionProducer producer;
    private LedgerRow row;
    private boolean isFailed;

    Taken(PartitionProducer producer, LedgerRow row) {
      this.producer = producer;
      this.row = row;
    }
  }

  private final String name;
  private final String runId;
  private final Set<Integer> planned;
  private final SinkClients clients;
  private final LedgerTopic ledger;
  private final SinkTopics topics;
  private final RowRecords records;
  private final Map<Integer, Taken> taken = new TreeMap<>();
  private Consumer<byte[], byte[]> consumer;

  KafkaSinkWriter(
      RunPlan plan,
      KafkaSinkSettings settings,
      SinkClients clients,
      LedgerTopic ledger,
      SinkTopics topics) {
    this.name = settings.name();
    this.records = new RowRecords(name);
    this.runId = plan.runId();
    this.planned = Set.copyOf(plan.starts().keySet());
    this.clients = clients;
    this.ledger = ledger;
    this.topics = topics;
  }

  @Override
  public String target() {
    return "topics " + name;
  }

  @Override
  public SortedMap<Integer, LedgerRow> take(Set<Integer> partitions, Duration left)
      throws SinkFault {
    SortedMap<Integer, LedgerRow> rows = new TreeMap<>();
    for (int partition : partitions) {
      rows.put(partition, take(partition).row);
    }
    return rows;
  }

  private Taken take(int partition) throws SinkFault {
    Taken before = taken.remove(partition);
    if (before != null) {
      before.producer.closeAtOnce();
    }
    PartitionProducer producer = null;
    try {
      requirePlace(partition);
      producer = PartitionProducer.open(clients, TransactionIds.of(runId, partition));
      Taken opened = new Taken(producer, row(partition, producer));
      taken.put(partition, opened);
      return opened;
    } catch (KafkaException e) {
      closeAll(producer);
      throw KafkaFaults.atPort(e);
    } catch (RuntimeException e) {
      closeAll(producer);
      throw e;
    }
  }

  /** A partition that appeared after the start may have no place in the ledger's topic yet. */
  private void requirePlace(int partition) {
    if (consumer == null) {
      consumer = clients.consumer();
    }
    if (!planned.contains(partition) && ledger.partitions(consumer) <= partition) {
      Admin admin = clients.admin();
      try {
        topics.requireLedgerPartitions(admin, partition + 1);
      } finally {
        admin.close(Duration.ZERO);
      }
    }
  }

  private LedgerRow row(int partition, PartitionProducer producer) {
    Optional<LedgerRow> row = ledger.row(consumer, partition);
    if (row.isPresent()) {
      return row.get();
    }
    if (planned.contains(partition)) {
      throw new LedgerException(
          "the topic " + ledger.name() + " no longer has the row of partition " + partition, null);
    }
    // R15: a partition that appears later starts at 0.
    LedgerRow start = LedgerRow.start(partition, 0);
    producer.write(ledger.record(start));
    return start;
  }

  @Override
  public Commit commit(Batch batch, Duration left) throws SinkFault {
    List<LedgerRow> moved = batch.moved();
    SortedMap<Integer, LedgerRow> rows = new TreeMap<>();
    boolean isAsAssumed = true;
    for (LedgerRow row : moved) {
      Taken current = taken.get(row.partition());
      LedgerRow there =
          current == null || current.isFailed ? take(row.partition()).row : current.row;
      rows.put(row.partition(), there);
      isAsAssumed &= there.equals(batch.assumed().get(row.partition()));
    }
    if (!isAsAssumed) {
      return new Commit(false, rows, null);
    }
    try {
      moved.forEach(row -> taken.get(row.partition()).producer.begin());
      send(batch);
      for (LedgerRow row : moved) {
        Taken current = taken.get(row.partition());
        current.producer.send(ledger.record(row));
        current.producer.commit();
        current.row = row;
        rows.put(row.partition(), row);
      }
      return new Commit(true, rows, null);
    } catch (KafkaException e) {
      // Which of the others were committed is known from the ledger only. What is not, the next
      // producer of the partition aborts, or the end of this one.
      moved.stream()
          .map(row -> taken.get(row.partition()))
          .filter(each -> !moved.contains(each.row))
          .forEach(each -> each.isFailed = true);
      throw KafkaFaults.atPort(e);
    }
  }

  private void send(Batch batch) {
    batch.processed().forEach(row -> send(row.position(), records.of(row)));
    batch.late().forEach(row -> send(row.position(), records.of(row)));
    batch.deadLetters().forEach(row -> send(row.position(), records.of(row)));
  }

  private void send(Position at, ProducerRecord<byte[], byte[]> record) {
    taken.get(at.partition()).producer.send(record);
  }

  /** Closes what a failed take has opened; the next one opens it again. */
  private void closeAll(PartitionProducer producer) {
    if (producer != null) {
      producer.closeAtOnce();
    }
    if (consumer != null) {
      consumer.close(Duration.ZERO);
      consumer = null;
    }
  }

  @Override
  public void close() {
    Deadline deadline = Deadline.in(PartitionProducer.LONGEST_END);
    taken.values().forEach(each -> each.producer.close(deadline));
    taken.clear();
    closeAll(null);
  }
}
