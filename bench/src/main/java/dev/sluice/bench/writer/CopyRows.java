// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.writer;

import dev.sluice.model.Event;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import org.postgresql.copy.CopyIn;

/** Encodes rows in the binary format of COPY (PostgreSQL manual, "COPY", "Binary Format"). */
final class CopyRows {

  private static final byte[] HEADER = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };
  private static final int PIECE_BYTES = 64 * 1024;
  private static final int COLUMNS = 12;
  private static final int NULL = -1;
  private static final int END = -1;

  /** Postgres counts time from 2000-01-01T00:00:00Z. */
  private static final long POSTGRES_EPOCH_MICROS = 946_684_800_000_000L;

  private byte[] buffer = new byte[2 * PIECE_BYTES];
  private int length;

  /** Sends the rows, and ends the COPY. */
  void send(Iterable<IdentifiedRow> rows, CopyIn copy) throws SQLException {
    length = 0;
    put(HEADER);
    for (IdentifiedRow row : rows) {
      put(row);
      if (length >= PIECE_BYTES) {
        flush(copy);
      }
    }
    putShort(END);
    flush(copy);
    copy.endCopy();
  }

  private void flush(CopyIn copy) throws SQLException {
    copy.writeToCopy(buffer, 0, length);
    length = 0;
  }

  private void put(IdentifiedRow row) {
    Event event = row.event();
    putShort(COLUMNS);
    text(row.identity());
    int4(row.position().partition());
    int8(row.position().offset());
    int8(event.eventTimeMicros() - POSTGRES_EPOCH_MICROS);
    text(event.host());
    text(event.url());
    text(event.ip());
    text(event.method());
    int4(event.status());
    int8(event.bytes());
    text(event.referrer());
    text(event.userAgent());
  }

  private void text(String value) {
    if (value == null) {
      putInt(NULL);
    } else {
      byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
      putInt(bytes.length);
      put(bytes);
    }
  }

  private void int4(Integer value) {
    if (value == null) {
      putInt(NULL);
    } else {
      putInt(Integer.BYTES);
      putInt(value);
    }
  }

  private void int8(Long value) {
    if (value == null) {
      putInt(NULL);
    } else {
      putInt(Long.BYTES);
      putInt((int) (value >>> Integer.SIZE));
      putInt(value.intValue());
    }
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
    putShort(value >>> Short.SIZE);
    putShort(value);
  }

  private void reserve(int more) {
    if (buffer.length - length < more) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
    }
  }
}
