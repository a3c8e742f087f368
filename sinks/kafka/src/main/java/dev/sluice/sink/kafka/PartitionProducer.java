// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.kafka;

import dev.sluice.engine.plan.Deadline;
import java.time.Duration;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A producer of one transactional id. Opening it ends the transaction that the one before left
 * open, waits for one that was being committed, and makes the one before fail at its next step.
 * After any failure it must be closed.
 */
final class PartitionProducer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PartitionProducer.class);

  /** How long the end of producers may take; it takes as long only if the broker is away. */
  static final Duration LONGEST_END = Duration.ofSeconds(5);

  private final Producer<byte[], byte[]> producer;

  private PartitionProducer(Producer<byte[], byte[]> producer) {
    this.producer = producer;
  }

  /** Opens a producer, after which it is the only one of its id. */
  static PartitionProducer open(SinkClients clients, String transactionalId) {
    PartitionProducer opened = new PartitionProducer(clients.producer(transactionalId));
    try {
      opened.producer.initTransactions();
      return opened;
    } catch (KafkaException e) {
      opened.closeAtOnce();
      throw e;
    }
  }

  void begin() {
    producer.beginTransaction();
  }

  /**
   * Sends a record; a failure is reported here or by the commit. Here, if it is known at once: a
   * producer that cannot get a topic's metadata waits for them at every record.
   */
  void send(ProducerRecord<byte[], byte[]> record) {
    Future<RecordMetadata> sent = producer.send(record);
    if (sent.isDone()) {
      RecordMetadata unused = KafkaFaults.answer(sent, Duration.ZERO);
    }
  }

  /** Commits what was sent since the beginning; after a failure, it may be committed or not. */
  void commit() {
    producer.commitTransaction();
  }

  /** Writes one record in a transaction of its own. */
  void write(ProducerRecord<byte[], byte[]> record) {
    begin();
    send(record);
    commit();
  }

  /** Like {@link #close(Deadline)} with the longest deadline. */
  @Override
  public void close() {
    close(Deadline.in(LONGEST_END));
  }

  /**
   * Closes the producer, which aborts a transaction that is open. One that is left open since the
   * time was too short is aborted by the next producer of the id, or after its timeout; until then
   * it hides later rows, also those of other producers, from readers.
   */
  void close(Deadline deadline) {
    try {
      producer.close(deadline.remaining());
    } catch (KafkaException e) {
      LOG.debug("a producer failed when it was closed", e);
    }
  }

  /** Closes the producer before another one of the id is opened, which aborts what is open. */
  void closeAtOnce() {
    close(Deadline.in(Duration.ZERO));
  }
}
