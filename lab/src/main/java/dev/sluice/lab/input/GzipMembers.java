// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Unpacks gzip (RFC 1952): every member to the end of the stream, however slowly they arrive.
 *
 * <p>The JDK's own stream uses {@code available()} to decide whether another member follows, and
 * ends silently if nothing has arrived yet or something else follows. This one ends only where the
 * stream ends. As with gzip(1), zeros between the last member and the end are padding; anything
 * else is an error. Errors name the byte's or the member's offset in the compressed stream, from 0.
 */
final class GzipMembers extends InputStream {

  private static final int BUFFER_BYTES = 1 << 16;
  private static final int FIRST = 0x1f;
  private static final int SECOND = 0x8b;
  private static final int DEFLATE = 8;

  /** The header's flags; the three highest bits are reserved. */
  private static final int HEADER_CRC = 1 << 1;

  private static final int EXTRA = 1 << 2;
  private static final int NAME = 1 << 3;
  private static final int COMMENT = 1 << 4;
  private static final int RESERVED = 0xe0;

  /** Modification time, extra flags and operating system. */
  private static final int UNUSED_BYTES = 6;

  private final InputStream in;
  private final Inflater inflater = new Inflater(true);
  private final CRC32 crc = new CRC32();
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final byte[] single = new byte[1];
  private int at;
  private int filled;

  /** How many bytes came before those in the buffer. */
  private long before;

  private long member;
  private boolean inMember;
  private boolean ended;

  /** Whether a stream that starts with these two bytes is gzip. */
  static boolean startsWith(int first, int second) {
    return first == FIRST && second == SECOND;
  }

  GzipMembers(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (inMember || nextMember()) {
      int count = inflate(target, offset, length);
      if (count > 0) {
        crc.update(target, offset, count);
        return count;
      }
      if (inflater.finished()) {
        trailer();
        inMember = false;
      } else if (inflater.needsDictionary()) {
        throw damaged("it needs a dictionary, which gzip does not have", null);
      } else if (!fill()) {
        throw cutOff();
      }
    }
    return -1;
  }

  @Override
  public void close() throws IOException {
    inflater.end();
    in.close();
  }

  private int inflate(byte[] target, int offset, int length) throws IOException {
    try {
      inflater.setInput(buffer, at, filled - at);
      int count = inflater.inflate(target, offset, length);
      at = filled - inflater.getRemaining();
      return count;
    } catch (DataFormatException e) {
      throw damaged(e.getMessage(), e);
    }
  }

  /** Reads the next member's header; false where only the end, or zeros up to it, are left. */
  private boolean nextMember() throws IOException {
    if (ended) {
      return false;
    }
    boolean padded = false;
    while (at < filled || fill()) {
      member = before + at;
      int first = byteOrEnd();
      if (first == 0 && member > 0) {
        padded = true;
      } else if (first == FIRST && !padded && next() == SECOND) {
        header();
        return true;
      } else {
        throw new IOException(
            "byte %d of the compressed file starts neither a gzip member nor zeros to its end;"
                    .formatted(member)
                + " compress all of it, or remove what is not compressed");
      }
    }
    ended = true;
    return false;
  }

  private void header() throws IOException {
    if (next() != DEFLATE) {
      throw damaged("its method is not deflate", null);
    }
    int flags = next();
    if ((flags & RESERVED) != 0) {
      throw damaged("its header has reserved flags", null);
    }
    skip(UNUSED_BYTES);
    if ((flags & EXTRA) != 0) {
      skip(next() | next() << 8);
    }
    if ((flags & NAME) != 0) {
      skipText();
    }
    if ((flags & COMMENT) != 0) {
      skipText();
    }
    if ((flags & HEADER_CRC) != 0) {
      skip(2);
    }
    inflater.reset();
    crc.reset();
    inMember = true;
  }

  private void trailer() throws IOException {
    if (fourBytes() != crc.getValue()) {
      throw damaged("its checksum does not match its content", null);
    }
    if (fourBytes() != (inflater.getBytesWritten() & 0xffff_ffffL)) {
      throw damaged("its length does not match its content", null);
    }
  }

  private long fourBytes() throws IOException {
    long low = next() | next() << 8;
    return low | (long) (next() | next() << 8) << 16;
  }

  private void skip(int bytes) throws IOException {
    for (int i = 0; i < bytes; i++) {
      next();
    }
  }

  private void skipText() throws IOException {
    while (next() != 0) {
      // a name or a comment ends with a zero
    }
  }

  /** A byte that belongs to the member. */
  private int next() throws IOException {
    int next = byteOrEnd();
    if (next < 0) {
      throw cutOff();
    }
    return next;
  }

  private int byteOrEnd() throws IOException {
    return at < filled || fill() ? buffer[at++] & 0xff : -1;
  }

  /** Waits for more bytes; false at the end of the stream. The buffer must be used up. */
  private boolean fill() throws IOException {
    before += filled;
    at = 0;
    filled = Math.max(in.read(buffer), 0);
    return filled > 0;
  }

  private EOFException cutOff() {
    return new EOFException(
        "the gzip member that starts at byte %d of the compressed file is cut off; take a complete"
                .formatted(member)
            + " copy");
  }

  private IOException damaged(String how, Exception cause) {
    return new IOException(
        "the gzip member that starts at byte %d of the compressed file is damaged: %s; take another copy"
            .formatted(member, how),
        cause);
  }
}
