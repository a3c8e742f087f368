// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.kafka;

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
      opened.close();
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

  /** Closes the producer without waiting: what is not committed is to be aborted. */
  @Override
  public void close() {
    try {
      producer.close(Duration.ZERO);
    } catch (KafkaException e) {
      LOG.debug("a producer failed when it was closed", e);
    }
  }
}
