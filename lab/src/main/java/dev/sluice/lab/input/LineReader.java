// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input;

import dev.sluice.engine.config.ByteOrderMark;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * Reads the lines of a stream as exact bytes; a line ends with LF or CR LF, or with the stream. A
 * byte order mark at the start is not part of the first line.
 *
 * <p>Errors name the source and the line.
 */
public final class LineReader implements AutoCloseable {

  /**
   * The longest line; no record of Kafka's default size needs more, even with every byte escaped.
   */
  static final int MAX_BYTES = 16 << 20;

  private static final int BUFFER_BYTES = 1 << 16;

  private final String source;
  private final InputStream in;
  private final LinePrefix prefix;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final ByteArrayOutputStream partial = new ByteArrayOutputStream();
  private final Deque<byte[]> ahead = new ArrayDeque<>();
  private int at;
  private int filled;
  private long read;

  /**
   * A reader of a stream, which is closed with the reader.
   *
   * @param source its name in errors
   * @param prefix what is removed from each line
   */
  LineReader(String source, InputStream in, LinePrefix prefix) {
    this.source = source;
    this.in = in;
    this.prefix = prefix;
  }

  /**
   * The next line without its end, or null where there is none.
   *
   * @throws InputException if the stream fails, or a line is longer than 16 MiB
   */
  public byte[] next() {
    return ahead.isEmpty() ? read() : ahead.removeFirst();
  }

  /** The number of the line that {@link #next} gave last; the first is 1. */
  public long number() {
    return read - ahead.size();
  }

  /** The next lines, at most that many; {@link #next} still returns them. */
  public List<byte[]> peek(int count) {
    while (ahead.size() < count) {
      byte[] line = read();
      if (line == null) {
        break;
      }
      ahead.addLast(line);
    }
    return new ArrayList<>(ahead).subList(0, Math.min(count, ahead.size()));
  }

  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      throw new InputException(source, e);
    }
  }

  private byte[] read() {
    try {
      byte[] line = readLine();
      if (line == null) {
        return null;
      }
      read++;
      return prefix.strip(read == 1 ? ByteOrderMark.skip(line) : line);
    } catch (IOException e) {
      throw new InputException(source + ", line " + (read + 1), e);
    }
  }

  private byte[] readLine() throws IOException {
    partial.reset();
    while (true) {
      if (at == filled && !fill()) {
        return partial.size() == 0 ? null : withoutReturn(partial.toByteArray());
      }
      int end = at;
      while (end < filled && buffer[end] != '\n') {
        end++;
      }
      partial.write(buffer, at, end - at);
      if (partial.size() > MAX_BYTES) {
        throw new IOException("longer than " + MAX_BYTES + " bytes, which no record can be");
      }
      at = end;
      if (end < filled) {
        at++;
        return withoutReturn(partial.toByteArray());
      }
    }
  }

  private boolean fill() throws IOException {
    at = 0;
    filled = Math.max(in.read(buffer), 0);
    return filled > 0;
  }

  private static byte[] withoutReturn(byte[] line) {
    int length = line.length;
    return length > 0 && line[length - 1] == '\r' ? Arrays.copyOf(line, length - 1) : line;
  }
}
