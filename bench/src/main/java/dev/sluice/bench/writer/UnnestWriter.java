// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.writer;

import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.model.Event;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/** One statement a batch, with an array for each column. */
final class UnnestWriter implements RowWriter {

  private static final String ROWS =
      """
      SELECT identity, source_partition, source_offset,
          timestamptz 'epoch' + micros * interval '1 microsecond', host, url, ip, method, status,
          bytes, referrer, user_agent
      FROM unnest(?::text[], ?::int4[], ?::int8[], ?::int8[], ?::text[], ?::text[], ?::text[],
          ?::text[], ?::int4[], ?::int8[], ?::text[], ?::text[])
        AS r (identity, source_partition, source_offset, micros, host, url, ip, method, status,
          bytes, referrer, user_agent)
      """;

  private final Connection connection;
  private final PreparedStatement statement;
  private List<IdentifiedRow> rows;
  private int last;

  UnnestWriter(WriterTarget target) throws SQLException {
    this.connection = target.session(false);
    this.statement = connection.prepareStatement(target.upsertFrom(ROWS));
  }

  @Override
  public void write(List<DecidedRecord> batch) throws SQLException {
    rows = IdentifiedRow.of(batch);
    last = 0;
    array("text", new String[rows.size()], IdentifiedRow::identity);
    array("int4", new Integer[rows.size()], row -> row.position().partition());
    array("int8", new Long[rows.size()], row -> row.position().offset());
    field("int8", new Long[rows.size()], Event::eventTimeMicros);
    field("text", new String[rows.size()], Event::host);
    field("text", new String[rows.size()], Event::url);
    field("text", new String[rows.size()], Event::ip);
    field("text", new String[rows.size()], Event::method);
    field("int4", new Integer[rows.size()], Event::status);
    field("int8", new Long[rows.size()], Event::bytes);
    field("text", new String[rows.size()], Event::referrer);
    field("text", new String[rows.size()], Event::userAgent);
    statement.executeUpdate();
    connection.commit();
  }

  private <T> void field(String type, T[] values, Function<Event, T> value) throws SQLException {
    array(type, values, row -> value.apply(row.event()));
  }

  private <T> void array(String type, T[] values, Function<IdentifiedRow, T> value)
      throws SQLException {
    for (int i = 0; i < values.length; i++) {
      values[i] = value.apply(rows.get(i));
    }
    statement.setArray(++last, connection.createArrayOf(type, values));
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
