// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Removes the byte order mark (EF BB BF) that editors, mostly on Windows, put at the start of a
 * UTF-8 file. It is not part of the file's content, so every file that a user gives is read through
 * here. A mark anywhere else, such as at the start of a record's value (R3), is data and stays.
 */
public final class ByteOrderMark {

  private static final byte[] BYTES = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
  private static final char CHARACTER = '\ufeff';

  /**
   * Reads a UTF-8 file, without the mark at its start.
   *
   * @throws IOException if the file cannot be read, or is not UTF-8
   */
  public static String read(Path file) throws IOException {
    String text = Files.readString(file);
    return !text.isEmpty() && text.charAt(0) == CHARACTER ? text.substring(1) : text;
  }

  /** The first bytes of a file without the mark; the same array if there is no mark. */
  public static byte[] skip(byte[] head) {
    return head.length >= BYTES.length
            && Arrays.equals(head, 0, BYTES.length, BYTES, 0, BYTES.length)
        ? Arrays.copyOfRange(head, BYTES.length, head.length)
        : head;
  }

  private ByteOrderMark() {}
}
