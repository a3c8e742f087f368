package dev.sluice.engine.ledger;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import org.postgresql.copy.CopyIn;

/**
 * Encodes rows in the binary format of COPY (PostgreSQL manual, "COPY", "Binary Format") and sends
 * them in chunks.
 */
final class CopyStream implements RowSink {

  private static final byte[] HEADER = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };
  private static final int CHUNK_BYTES = 64 * 1024;
  private static final int NULL = -1;
  private static final int END = -1;

  /** Postgres counts from 2000-01-01T00:00:00Z. */
  private static final long POSTGRES_EPOCH_MICROS = 946_684_800_000_000L;

  private final CopyIn copy;
  private byte[] buffer = new byte[2 * CHUNK_BYTES];
  private int length;

  CopyStream(CopyIn copy) {
    this.copy = copy;
    put(HEADER);
  }

  /** Begins a row of so many values. */
  void row(int values) throws SQLException {
    if (length >= CHUNK_BYTES) {
      send();
    }
    putShort(values);
  }

  /** So many values that are null. */
  void nulls(int values) {
    for (int i = 0; i < values; i++) {
      putInt(NULL);
    }
  }

  /** Ends the stream; the server has then checked every row. */
  void end() throws SQLException {
    putShort(END);
    send();
    copy.endCopy();
  }

  /** Gives the stream up, so that the connection can go on; keeps what went wrong first. */
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
  }

  @Override
  public void int8(Long value) {
    if (value == null) {
      putInt(NULL);
    } else {
      putInt(Long.BYTES);
      putLong(value);
    }
  }

  @Override
  public void timestamp(long epochMicros) {
    putInt(Long.BYTES);
    putLong(epochMicros - POSTGRES_EPOCH_MICROS);
  }

  @Override
  public void bytes(byte[] value) {
    if (value == null) {
      putInt(NULL);
    } else {
      putInt(value.length);
      put(value);
    }
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
    putShort(value >>> 16);
    putShort(value);
  }

  private void putLong(long value) {
    putInt((int) (value >>> 32));
    putInt((int) value);
  }

  private void reserve(int more) {
    if (buffer.length - length < more) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
    }
  }
}
