// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.postgres;

import dev.sluice.engine.sink.RowSink;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;

/** A row's values as the parameters of a statement. */
final class Parameters implements RowSink<SQLException> {

  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final long NANOS_PER_MICRO = 1_000;

  private final PreparedStatement statement;
  private int last;

  Parameters(PreparedStatement statement) {
    this.statement = statement;
  }

  @Override
  public void text(String value) throws SQLException {
    statement.setString(++last, value);
  }

  @Override
  public void int4(Integer value) throws SQLException {
    statement.setObject(++last, value, Types.INTEGER);
  }

  @Override
  public void int8(Long value) throws SQLException {
    statement.setObject(++last, value, Types.BIGINT);
  }

  @Override
  public void timestamp(long epochMicros) throws SQLException {
    Instant instant =
        Instant.ofEpochSecond(
            Math.floorDiv(epochMicros, MICROS_PER_SECOND),
            Math.floorMod(epochMicros, MICROS_PER_SECOND) * NANOS_PER_MICRO);
    statement.setObject(++last, OffsetDateTime.ofInstant(instant, ZoneOffset.UTC));
  }

  @Override
  public void bytes(byte[] value) throws SQLException {
    statement.setBytes(++last, value);
  }
}
