// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.postgres;

import dev.sluice.engine.sink.Row;
import dev.sluice.engine.sink.RowSink;
import dev.sluice.sink.postgres.RoundTrip.SqlArray;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Rows as parameters: one array for each column. */
final class RowArrays implements RowSink<SQLException> {

  private final List<Table.Column> columns;
  private final List<List<Object>> values = new ArrayList<>();
  private int next;

  RowArrays(Table table, List<? extends Row> rows) throws SQLException {
    columns = table.columns();
    columns.forEach(column -> values.add(new ArrayList<>()));
    for (Row row : rows) {
      next = 0;
      row.writeTo(this);
    }
  }

  /** The arrays, in the order of the table's columns. */
  Object[] parameters() {
    Object[] parameters = new Object[columns.size()];
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = new SqlArray(columns.get(i).parameterType(), values.get(i));
    }
    return parameters;
  }

  private void value(Object value) {
    values.get(next++).add(value);
  }

  @Override
  public void text(String value) {
    value(value);
  }

  @Override
  public void int4(Integer value) {
    value(value);
  }

  @Override
  public void int8(Long value) {
    value(value);
  }

  @Override
  public void timestamp(long epochMicros) {
    value(epochMicros);
  }

  @Override
  public void bytes(byte[] value) {
    value(value);
  }
}
