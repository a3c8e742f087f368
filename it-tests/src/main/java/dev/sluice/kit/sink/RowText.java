// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.sink;

import dev.sluice.engine.sink.Row;
import dev.sluice.engine.sink.RowSink;
import java.util.ArrayList;
import java.util.List;

/** Collects a row's values to the text that {@link SinkTables} has of it. */
final class RowText implements RowSink<RuntimeException> {

  private final List<Object> values = new ArrayList<>();

  static String of(Row row) {
    RowText text = new RowText();
    row.writeTo(text);
    return SinkTables.line(text.values.toArray());
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
    values.add(value == null ? null : value.clone());
  }
}
