// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.latency;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class OpenLoopTest {

  private static final long STALL_MICROS = 30_000;

  @Test
  void eachEventHasItsMomentHoweverLateItIsSent() {
    StallingProducer producer = new StallingProducer(10);
    Sent sent = loop(producer).send(1_000, Duration.ofMillis(50));

    assertEquals(50, sent.count());
    assertEquals(50_000, sent.toMicros() - sent.fromMicros());
    assertTrue(sent.mostLateMicros() >= STALL_MICROS - 1_000, sent::toString);
    List<ProducerRecord<byte[], byte[]>> history = producer.history();
    assertEquals(50, history.size());
    for (int i = 0; i < history.size(); i++) {
      ProducerRecord<byte[], byte[]> record = history.get(i);
      long intended = sent.fromMicros() + i * 1_000L;
      assertEquals(i % 4, record.partition());
      assertEquals(intended / 1_000, record.timestamp());
      assertEquals(intended, eventTimeMicros(record));
    }
  }

  @Test
  void nothingIsSentBeforeItsMoment() {
    List<Long> early = new ArrayList<>();
    StallingProducer producer =
        new StallingProducer(-1) {
          @Override
          public synchronized Future<RecordMetadata> send(
              ProducerRecord<byte[], byte[]> record, Callback callback) {
            long ahead = eventTimeMicros(record) - nowMicros();
            if (ahead > 0) {
              early.add(ahead);
            }
            return super.send(record, callback);
          }
        };
    loop(producer).send(500, Duration.ofMillis(40));
    assertEquals(20, producer.history().size());
    assertEquals(List.of(), early);
  }

  @Test
  void theFirstOnesGoToEachPartition() {
    StallingProducer producer = new StallingProducer(-1);
    assertEquals(4, loop(producer).sendFirst());
    assertEquals(
        List.of(0, 1, 2, 3), producer.history().stream().map(ProducerRecord::partition).toList());
  }

  @Test
  void anEventThatIsRefusedFailsIt() {
    StallingProducer producer = new StallingProducer(-1);
    producer.sendException = new RecordTooLargeException("too large");
    assertThrows(RecordTooLargeException.class, () -> loop(producer).sendFirst());
  }

  private static OpenLoop loop(MockProducer<byte[], byte[]> producer) {
    return new OpenLoop(producer, new TimedEvents(1), "topic", 4);
  }

  private static long eventTimeMicros(ProducerRecord<byte[], byte[]> record) {
    String json = new String(record.value(), US_ASCII);
    int at = json.indexOf("event_time\":\"") + "event_time\":\"".length();
    return ChronoUnit.MICROS.between(
        Instant.EPOCH, Instant.parse(json.substring(at, json.indexOf('"', at))));
  }

  private static long nowMicros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }

  /** Delays one send, as a full buffer would. */
  private static class StallingProducer extends MockProducer<byte[], byte[]> {

    private final int stallAt;

    StallingProducer(int stallAt) {
      super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
      this.stallAt = stallAt;
    }

    @Override
    public synchronized Future<RecordMetadata> send(
        ProducerRecord<byte[], byte[]> record, Callback callback) {
      if (history().size() == stallAt) {
        long end = nowMicros() + STALL_MICROS;
        while (nowMicros() < end) {
          LockSupport.parkNanos(1_000_000);
        }
      }
      return super.send(record, callback);
    }
  }
}
