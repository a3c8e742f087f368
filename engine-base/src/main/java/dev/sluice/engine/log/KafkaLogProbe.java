// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.log;

import dev.sluice.engine.config.ClientFault;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.KafkaClient;
import dev.sluice.engine.ledger.LedgerException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Queries the log with a short-lived consumer that belongs to no group and commits nothing. */
final class KafkaLogProbe implements LogProbe {

  private static final Duration POLL = Duration.ofMillis(100);

  private final String topic;
  private final Duration patience;
  private final Supplier<Consumer<byte[], byte[]>> consumers;

  KafkaLogProbe(EngineConfig.Kafka kafka, Duration patience) {
    this(
        kafka.topic(),
        patience,
        () ->
            new KafkaConsumer<>(
                properties(kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer()));
  }

  KafkaLogProbe(String topic, Duration patience, Supplier<Consumer<byte[], byte[]>> consumers) {
    this.topic = topic;
    this.patience = patience;
    this.consumers = consumers;
  }

  @Override
  public OptionalLong firstOffsetFrom(int partition, long offset) throws IOException {
    TopicPartition place = new TopicPartition(topic, partition);
    try (Consumer<byte[], byte[]> consumer = consumers.get()) {
      return firstOffsetFrom(consumer, place, offset);
    } catch (InvalidOffsetException e) {
      return OptionalLong.empty(); // deleted, or past the end: there is no such record
    } catch (InterruptException e) {
      throw (IOException)
          new InterruptedIOException("interrupted while reading " + place).initCause(e);
    } catch (RetriableException e) {
      throw new IOException("reading " + place + " failed: " + e.getMessage(), e);
    } catch (KafkaException e) {
      throw new LedgerException(
          "Kafka refuses to read "
              + place
              + " from offset "
              + offset
              + ": "
              + ClientFault.cause(e)
              + "; check the kafka settings and the privilege to read the topic",
          e);
    }
  }

  private OptionalLong firstOffsetFrom(
      Consumer<byte[], byte[]> consumer, TopicPartition place, long offset) throws IOException {
    long begin = System.nanoTime();
    consumer.assign(List.of(place));
    // For a read-committed consumer, the end is the last stable offset.
    long end = consumer.endOffsets(List.of(place), patience).get(place);
    consumer.seek(place, offset);
    // The position moves past markers, aborted and compacted records, none of which is returned.
    while (consumer.position(place, patience) < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL).records(place)) {
        return OptionalLong.of(record.offset());
      }
      if (System.nanoTime() - begin > patience.toNanos()) {
        throw new IOException(
            "Kafka returned no record of "
                + place
                + " from offset "
                + offset
                + " within "
                + patience);
      }
    }
    return OptionalLong.empty();
  }

  private static Map<String, Object> properties(EngineConfig.Kafka kafka) {
    Map<String, Object> properties = KafkaClient.reader(kafka).properties();
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
    return properties;
  }
}
