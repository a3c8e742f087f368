// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * For sinks that keep rows as JSON: writes them as objects in UTF-8, with the table's columns in
 * its order: times as RFC 3339 with microseconds, bytes as base64. Used by one thread.
 */
public final class RowJson implements RowSink<RuntimeException> {

  private static final byte[] NULL = "null".getBytes(UTF_8);
  private static final byte[] HEX = "0123456789abcdef".getBytes(UTF_8);
  private static final int FIRST_SIZE = 1_024;
  private static final int MICROS_PER_SECOND = 1_000_000;
  private static final int SECONDS_PER_DAY = 86_400;

  private final byte[][] names;
  private byte[] buffer = new byte[FIRST_SIZE];
  private int size;
  private int column;

  /** A writer for rows with these columns, such as {@link Row.Processed#COLUMNS}. */
  public RowJson(List<String> columns) {
    names = new byte[columns.size()][];
    for (int i = 0; i < names.length; i++) {
      names[i] = ((i == 0 ? "{\"" : ",\"") + columns.get(i) + "\":").getBytes(UTF_8);
    }
  }

  /** The row's JSON. */
  public byte[] of(Row row) {
    size = 0;
    column = 0;
    row.writeTo(this);
    append('}');
    return Arrays.copyOf(buffer, size);
  }

  @Override
  public void text(String value) {
    name();
    if (value == null) {
      append(NULL);
      return;
    }
    append('"');
    int length = value.length();
    for (int i = 0; i < length; i++) {
      int plain = plain(value, i);
      i += plain;
      if (i < length) {
        i += other(value, i, value.charAt(i));
      }
    }
    append('"');
  }

  /** Appends the characters of plain ASCII from an index on; returns how many there are. */
  private int plain(String value, int from) {
    int length = value.length();
    require(length - from);
    int at = size;
    int i = from;
    for (; i < length; i++) {
      char c = value.charAt(i);
      if (c < ' ' || c >= 0x7f || c == '"' || c == '\\') {
        break;
      }
      buffer[at++] = (byte) c;
    }
    size = at;
    return i - from;
  }

  /** Appends a character that is not plain ASCII; returns by how many more chars it is longer. */
  private int other(String value, int at, char c) {
    if (c == '"' || c == '\\') {
      append('\\');
      append(c);
    } else if (c < ' ' || c == 0x7f) {
      escape(c);
    } else if (!Character.isSurrogate(c)) {
      append(String.valueOf(c).getBytes(UTF_8));
    } else if (at + 1 < value.length() && Character.isSurrogatePair(c, value.charAt(at + 1))) {
      append(value.substring(at, at + 2).getBytes(UTF_8));
      return 1;
    } else {
      escape(c);
    }
    return 0;
  }

  private void escape(char c) {
    append('\\');
    append('u');
    for (int shift = 12; shift >= 0; shift -= 4) {
      append(HEX[c >> shift & 0xf]);
    }
  }

  @Override
  public void int4(Integer value) {
    name();
    append(value == null ? NULL : value.toString().getBytes(UTF_8));
  }

  @Override
  public void int8(Long value) {
    name();
    append(value == null ? NULL : value.toString().getBytes(UTF_8));
  }

  @Override
  public void timestamp(long epochMicros) {
    name();
    append('"');
    // As Instant.toString writes it, which takes several times as long.
    long seconds = Math.floorDiv(epochMicros, MICROS_PER_SECOND);
    date(LocalDate.ofEpochDay(Math.floorDiv(seconds, SECONDS_PER_DAY)));
    append('T');
    time(Math.floorMod(seconds, SECONDS_PER_DAY));
    fraction(Math.floorMod(epochMicros, MICROS_PER_SECOND));
    append('Z');
    append('"');
  }

  /** A date of the years 0001 to 9999, as every event's time is. */
  private void date(LocalDate date) {
    digits(date.getYear(), 4);
    append('-');
    digits(date.getMonthValue(), 2);
    append('-');
    digits(date.getDayOfMonth(), 2);
  }

  private void time(int secondOfDay) {
    digits(secondOfDay / 3_600, 2);
    append(':');
    digits(secondOfDay / 60 % 60, 2);
    append(':');
    digits(secondOfDay % 60, 2);
  }

  private void fraction(int micros) {
    if (micros > 0) {
      append('.');
      if (micros % 1_000 == 0) {
        digits(micros / 1_000, 3);
      } else {
        digits(micros, 6);
      }
    }
  }

  private void digits(int number, int count) {
    require(count);
    int rest = number;
    for (int at = size + count - 1; at >= size; at--) {
      buffer[at] = (byte) ('0' + rest % 10);
      rest /= 10;
    }
    size += count;
  }

  @Override
  public void bytes(byte[] value) {
    name();
    if (value == null) {
      append(NULL);
      return;
    }
    append('"');
    append(Base64.getEncoder().encode(value));
    append('"');
  }

  private void name() {
    append(names[column++]);
  }

  private void append(byte[] bytes) {
    require(bytes.length);
    System.arraycopy(bytes, 0, buffer, size, bytes.length);
    size += bytes.length;
  }

  private void append(int ascii) {
    require(1);
    buffer[size++] = (byte) ascii;
  }

  private void require(int more) {
    if (buffer.length - size < more) {
      buffer = Arrays.copyOf(buffer, Math.max(2 * buffer.length, size + more));
    }
  }
}
