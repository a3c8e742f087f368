// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.postgres;

import dev.sluice.engine.sink.RowSink;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import org.postgresql.copy.CopyIn;

/**
 * Encodes rows in the binary format of COPY (PostgreSQL manual, "COPY", "Binary Format") and sends
 * them in chunks.
 */
final class CopyStream implements RowSink<SQLException> {

  private static final byte[] HEADER = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int CHUNK_BYTES = 64 * 1024;
  private static final int NULL = -1;
  private static final int END = -1;

  /** Postgres counts from 2000-01-01T00:00:00Z. */
  private static final long POSTGRES_EPOCH_MICROS = 946_684_800_000_000L;

  private final CopyIn copy;
  private byte[] buffer = new byte[2 * CHUNK_BYTES];
  private int length;
  private int[] nullsBefore = {0};
  private int next;

  CopyStream(CopyIn copy) {
    this.copy = copy;
    put(HEADER);
  }

  /**
   * Starts a row whose values are among columns that are null.
   *
   * @param ordinal the row's first value
   * @param nullsBefore how many nulls come before each further value, and after the last
   */
  void row(int ordinal, int[] nullsBefore) throws SQLException {
    if (length >= CHUNK_BYTES) {
      send();
    }
    this.nullsBefore = nullsBefore;
    int values = nullsBefore.length;
    for (int nulls : nullsBefore) {
      values += nulls;
    }
    putShort(values);
    putInt(Integer.BYTES);
    putInt(ordinal);
    next = 0;
    nulls();
  }

  /** Ends a value: appends the nulls before the next one. */
  private void nulls() {
    for (int i = nullsBefore[next++]; i > 0; i--) {
      putInt(NULL);
    }
  }

  /** Ends the stream; the server has then checked every row. */
  void end() throws SQLException {
    putShort(END);
    send();
    copy.endCopy();
  }

  /** Cancels the stream, so that the connection stays usable; keeps the first failure. */
  void cancel(Throwable failure) {
    try {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  public void text(String value) {
    bytes(value == null ? null : value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void int4(Integer value) {
    if (value == null) {
      putInt(NULL);
    } else {
      putInt(Integer.BYTES);
      putInt(value);
    }
    nulls();
  }

  @Override
  public void int8(Long value) {
    if (value == null) {
      putInt(NULL);
    } else {
      putInt(Long.BYTES);
      putLong(value);
    }
    nulls();
  }

  @Override
  public void timestamp(long epochMicros) {
    putInt(Long.BYTES);
    putLong(epochMicros - POSTGRES_EPOCH_MICROS);
    nulls();
  }

  @Override
  public void bytes(byte[] value) {
    if (value == null) {
      putInt(NULL);
    } else {
      putInt(value.length);
      put(value);
    }
    nulls();
  }

  private void send() throws SQLException {
    copy.writeToCopy(buffer, 0, length);
    length = 0;
  }

  private void put(byte[] bytes) {
    reserve(bytes.length);
    System.arraycopy(bytes, 0, buffer, length, bytes.length);
    length += bytes.length;
  }

  private void putShort(int value) {
    reserve(Short.BYTES);
    buffer[length++] = (byte) (value >>> 8);
    buffer[length++] = (byte) value;
  }

  private void putInt(int value) {
    reserve(Integer.BYTES);
    INTS.set(buffer, length, value);
    length += Integer.BYTES;
  }

  private void putLong(long value) {
    reserve(Long.BYTES);
    LONGS.set(buffer, length, value);
    length += Long.BYTES;
  }

  private void reserve(int more) {
    if (buffer.length - length < more) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
    }
  }
}
