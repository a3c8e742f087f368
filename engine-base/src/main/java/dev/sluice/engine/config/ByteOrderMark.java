package dev.sluice.engine.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The three bytes EF BB BF that editors, mostly on Windows, put at the head of a file in UTF-8.
 * They are no part of what a user's file says, so every such file is read through here. A mark
 * anywhere else, such as at the head of a record's value (R3), is data and stays.
 */
public final class ByteOrderMark {

  private static final byte[] BYTES = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};
  private static final char CHARACTER = '\ufeff';

  /**
   * A file's text in UTF-8, without the mark at its head.
   *
   * @throws IOException where it cannot be read, or is not UTF-8
   */
  public static String read(Path file) throws IOException {
    String text = Files.readString(file);
    return !text.isEmpty() && text.charAt(0) == CHARACTER ? text.substring(1) : text;
  }

  /** The bytes at the head of a file, without the mark; the same array where there is none. */
  public static byte[] skip(byte[] head) {
    return head.length >= BYTES.length
            && Arrays.equals(head, 0, BYTES.length, BYTES, 0, BYTES.length)
        ? Arrays.copyOfRange(head, BYTES.length, head.length)
        : head;
  }

  private ByteOrderMark() {}
}
