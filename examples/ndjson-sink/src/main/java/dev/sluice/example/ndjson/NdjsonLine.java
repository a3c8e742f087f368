// SPDX-License-Identifier: Apache-2.0
package dev.sluice.example.ndjson;

import dev.sluice.engine.config.Json;
import dev.sluice.engine.ledger.Counts;
import dev.sluice.engine.ledger.LedgerRow;
import dev.sluice.engine.ledger.Pipeline;
import dev.sluice.engine.sink.Row;
import dev.sluice.engine.sink.RowSink;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** A line of a file: its table's name, and the values of the columns in their order. */
record NdjsonLine(List<Object> values) implements RowSink<RuntimeException> {

  static String of(String table, Row row) {
    NdjsonLine line = new NdjsonLine(new ArrayList<>(List.of(table)));
    row.writeTo(line);
    return Json.write(line.values);
  }

  @Override
  public void text(String value) {
    values.add(value);
  }

  @Override
  public void int4(Integer value) {
    values.add(value);
  }

  @Override
  public void int8(Long value) {
    values.add(value);
  }

  @Override
  public void timestamp(long epochMicros) {
    values.add(epochMicros);
  }

  @Override
  public void bytes(byte[] value) {
    values.add(value == null ? null : Base64.getEncoder().encodeToString(value));
  }

  static String of(LedgerRow row) {
    return Json.write(
        List.of("ledger", row.partition(), row.first(), row.next(), row.counts().asMap()));
  }

  static String of(Pipeline p) {
    Object[] values = {
      p.contractVersion(), p.runId(), p.kafkaClusterId(), p.topic(),
      p.topicId(), p.rulesSha256(), p.eventsSha256(), p.allowedLatenessMicros(),
      p.allowedSkewMicros(), p.deadLettersPerReason(), p.limits(), p.isolation()
    };
    return Json.write(List.of("pipeline", Arrays.asList(values)));
  }

  private static List<?> parse(String line) {
    return (List<?>) new Load(LoadSettings.builder().build()).loadFromString(line);
  }

  static LedgerRow ledgerRow(String line) {
    List<?> values = parse(line);
    Counts counts = Counts.parse(Json.write(values.get(4)));
    return new LedgerRow(whole(values, 1).intValue(), whole(values, 2), whole(values, 3), counts);
  }

  static Pipeline pipeline(String line) {
    List<?> values = (List<?>) parse(line).get(1);
    return new Pipeline(
        Math.toIntExact(whole(values, 0)), text(values, 1),
        text(values, 2), text(values, 3),
        text(values, 4), text(values, 5),
        text(values, 6), whole(values, 7),
        whole(values, 8), whole(values, 9),
        text(values, 10), text(values, 11));
  }

  private static String text(List<?> values, int at) {
    return (String) values.get(at);
  }

  /** A number or null; the parser makes an Integer of a small one. */
  private static Long whole(List<?> values, int at) {
    return values.get(at) instanceof Number number ? Long.valueOf(number.longValue()) : null;
  }
}
