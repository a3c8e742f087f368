// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.engine.sink.Row;
import dev.sluice.engine.sink.RowJson;
import dev.sluice.model.Position;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Rows as records of a sink's topics. Used by one thread. */
public final class RowRecords {

  private final Map<Output, String> topics = new EnumMap<>(Output.class);
  private final Map<Output, RowJson> json = new EnumMap<>(Output.class);

  /** Of the last row's partition, since many rows of one follow each other. */
  private Header partition = header(Headers.PARTITION, "0");

  private int partitionNumber;

  /**
   * @param name the start of the topics' names
   */
  public RowRecords(String name) {
    for (Output output : Output.values()) {
      topics.put(output, output.topic(name));
      json.put(output, new RowJson(output.columns()));
    }
  }

  /** The record of an accepted event: its key is the identity. */
  public ProducerRecord<byte[], byte[]> of(Row.Processed row) {
    return of(Output.EVENTS, row, row.identity());
  }

  /** The record of a late event: its key is the position. */
  public ProducerRecord<byte[], byte[]> of(Row.LateEvent row) {
    return of(Output.LATE, row, position(row));
  }

  /** The record of a dead letter: its key is the position. */
  public ProducerRecord<byte[], byte[]> of(Row.DeadLetter row) {
    return of(Output.DEAD_LETTERS, row, position(row));
  }

  private ProducerRecord<byte[], byte[]> of(Output output, Row row, String key) {
    Position at = row.position();
    if (at.partition() != partitionNumber) {
      partitionNumber = at.partition();
      partition = header(Headers.PARTITION, Integer.toString(partitionNumber));
    }
    List<Header> headers = List.of(partition, header(Headers.OFFSET, Long.toString(at.offset())));
    return new ProducerRecord<>(
        topics.get(output), null, null, key.getBytes(UTF_8), json.get(output).of(row), headers);
  }

  private static Header header(String name, String digits) {
    return new RecordHeader(name, digits.getBytes(UTF_8));
  }

  private static String position(Row row) {
    return row.position().partition() + "-" + row.position().offset();
  }
}
