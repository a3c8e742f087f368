// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundedTimestampsTest {

  private static final TopicPartition PLACE = new TopicPartition("t", 3);

  /** 2305843009213694 is the first timestamp that counts as 2^61 - 1 microseconds. */
  @ParameterizedTest
  @CsvSource({
    "-9223372036854775808, 0",
    "-9223372036854776, 0",
    "-1, 0",
    "0, 0",
    "1, 1",
    "1735787045000, 1735787045000",
    "2305843009213693, 2305843009213693",
    "2305843009213694, 2305843009213694",
    "2305843009213695, 2305843009213694",
    "9223372036854775, 2305843009213694",
    "9223372036854776, 2305843009213694",
    "9223372036854775807, 2305843009213694"
  })
  void r4_aTimestampIsBroughtWhereItDecidesTheSame(long timestamp, long bounded) {
    List<ConsumerRecord<byte[], byte[]>> found =
        read(List.of(record(7, 1_735_787_045_000L), record(8, timestamp)));
    assertEquals(
        List.of(1_735_787_045_000L, bounded),
        found.stream().map(ConsumerRecord::timestamp).toList());
  }

  @Test
  void allElseOfARecordStaysAsItIs() {
    ConsumerRecord<byte[], byte[]> sent = record(9, Long.MAX_VALUE);
    ConsumerRecord<byte[], byte[]> found = read(List.of(sent)).get(0);
    assertEquals(PLACE, new TopicPartition(found.topic(), found.partition()));
    assertEquals(9, found.offset());
    assertEquals(sent.timestampType(), found.timestampType());
    assertEquals(sent.serializedKeySize(), found.serializedKeySize());
    assertEquals(sent.serializedValueSize(), found.serializedValueSize());
    assertArrayEquals(sent.key(), found.key());
    assertArrayEquals(sent.value(), found.value());
    assertEquals(sent.headers(), found.headers());
    assertEquals(sent.leaderEpoch(), found.leaderEpoch());
  }

  @Test
  void aPollWithoutSuchATimestampIsNotCopied() {
    ConsumerRecords<byte[], byte[]> poll =
        new ConsumerRecords<>(Map.of(PLACE, List.of(record(1, 0), record(2, 1))));
    assertSame(poll, new BoundedTimestamps().onConsume(poll));
  }

  private static List<ConsumerRecord<byte[], byte[]>> read(
      List<ConsumerRecord<byte[], byte[]>> records) {
    return new BoundedTimestamps()
        .onConsume(new ConsumerRecords<>(Map.of(PLACE, records)))
        .records(PLACE);
  }

  private static ConsumerRecord<byte[], byte[]> record(long offset, long timestamp) {
    return new ConsumerRecord<>(
        PLACE.topic(),
        PLACE.partition(),
        offset,
        timestamp,
        TimestampType.CREATE_TIME,
        1,
        2,
        new byte[] {1},
        new byte[] {2, 3},
        new RecordHeaders().add("h", new byte[] {4}),
        Optional.of(5));
  }
}
