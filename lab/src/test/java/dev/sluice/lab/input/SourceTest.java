// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTest {

  /** A header with an extra field, a name, a comment and a checksum of its own, by RFC 1952. */
  private static final byte[] FULL_HEADER =
      HexFormat.of()
          .parseHex(
              "1f8b081e000000000003" // all flags but FTEXT
                  + "02007879" // an extra field of two bytes
                  + "612e6c6f6700" // a.log
                  + "6300"); // c

  @Test
  void membersThatArriveWithAPauseBetweenThemAreAllRead() {
    InputStream pipe = new Pipe(gzip("one\ntwo\n"), gzip("three\n"), gzip("four"));
    assertEquals(
        List.of("one", "two", "three", "four"),
        lines(Source.stream("pipe", pipe, LinePrefix.NONE)));
  }

  @Test
  void membersThatArriveByteByByteAreAllRead() {
    byte[] all = joined(gzip("one\n"), gzip("two\n"));
    byte[][] bytes = new byte[all.length][];
    Arrays.setAll(bytes, i -> new byte[] {all[i]});
    assertEquals(
        List.of("one", "two"), lines(Source.stream("pipe", new Pipe(bytes), LinePrefix.NONE)));
  }

  @Test
  void aLineMayContinueInTheNextMember() {
    assertEquals(List.of("one", "two"), lines(joined(gzip("on"), gzip("e\ntw"), gzip("o"))));
  }

  @Test
  void emptyMembersHoldNoLines() {
    byte[] empty = gzip("");
    assertEquals(List.of(), lines(empty));
    assertEquals(List.of("one", "two"), lines(joined(empty, gzip("one\n"), empty, gzip("two"))));
  }

  /** As bgzip writes them: thousands of members, of any length, at any place in the buffer. */
  @Test
  void thousandsOfMembersAreAllRead() {
    long seed = 4_711;
    Random random = new Random(seed);
    List<String> expected = new ArrayList<>();
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    for (int member = 0; member < 3_000; member++) {
      String line = member + "x".repeat(random.nextInt(120));
      expected.add(line);
      file.writeBytes(gzip(line + "\n"));
    }
    assertEquals(expected, lines(file.toByteArray()), "seed " + seed);
  }

  @Test
  void everyOptionalPartOfAHeaderIsPassedOver() {
    byte[] plain = gzip("one\n");
    byte[] body = Arrays.copyOfRange(plain, 10, plain.length);
    CRC32 crc = new CRC32();
    crc.update(FULL_HEADER);
    byte[] check = {(byte) crc.getValue(), (byte) (crc.getValue() >> 8)};
    assertEquals(List.of("one", "one"), lines(joined(plain, FULL_HEADER, check, body)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 26, 27, 512, 200_000})
  void zerosBehindTheLastMemberArePadding(int zeros) {
    assertEquals(List.of("one"), lines(joined(gzip("one\n"), new byte[zeros])));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"x", "two\n", "203.0.113.9 - - [20/May/2015:12:05:17 +0000] more than 26"})
  void plainTextBehindAMemberIsAnErrorThatNamesFileAndOffset(String behind, @TempDir Path folder)
      throws IOException {
    byte[] member = gzip("one\n");
    Path file = Files.write(folder.resolve("x.gz"), joined(member, behind.getBytes(UTF_8)));
    UncheckedIOException refused =
        assertThrows(UncheckedIOException.class, () -> lines(Source.file(file, LinePrefix.NONE)));
    assertEquals(
        "x.gz, line 2: byte %d of the compressed file starts neither a gzip member nor zeros to its"
                .formatted(member.length)
            + " end; compress all of it, or remove what is not compressed",
        refused.getMessage());
  }

  @Test
  void whatFollowsThePaddingIsAnErrorToo() {
    byte[] member = gzip("one\n");
    UncheckedIOException refused =
        assertThrows(
            UncheckedIOException.class, () -> lines(joined(member, new byte[100], gzip("two\n"))));
    assertTrue(
        refused.getMessage().contains("byte " + (member.length + 100) + " of"),
        refused.getMessage());
  }

  /** Wherever it is cut: header, data, trailer; of the first member and of a later one. */
  @Test
  void aMemberThatIsCutOffIsAnErrorThatNamesFileAndMember() {
    byte[] first = gzip("one\n");
    byte[] second = gzip("two\nthree\n");
    byte[] both = joined(first, second);
    for (int length = 2; length < both.length; length++) {
      if (length != first.length) {
        byte[] cut = Arrays.copyOf(both, length);
        UncheckedIOException refused =
            assertThrows(UncheckedIOException.class, () -> lines(cut), length + " bytes");
        String expected =
            "the gzip member that starts at byte %d of the compressed file is cut off"
                .formatted(length < first.length ? 0 : first.length);
        assertTrue(refused.getMessage().startsWith("test.gz, line "), refused.getMessage());
        assertTrue(refused.getMessage().contains(expected), refused.getMessage());
      }
    }
  }

  @Test
  void aMemberWhoseBytesWereChangedIsAnError() {
    byte[] first = gzip("one\n");
    byte[] both = joined(first, gzip("two and a half\n"));
    // Flags and reserved bits, data, checksum, length: everything except times and systems.
    for (int at : IntStream.range(first.length, both.length).toArray()) {
      boolean unchecked = at >= first.length + 4 && at < first.length + 10;
      if (!unchecked) {
        byte[] damaged = both.clone();
        damaged[at] ^= (byte) 0xff;
        UncheckedIOException refused =
            assertThrows(UncheckedIOException.class, () -> lines(damaged), "byte " + at);
        assertTrue(
            refused.getMessage().contains("byte " + first.length + " of the compressed file"),
            refused.getMessage());
      }
    }
  }

  @Test
  void plainTextIsLeftAsItIs() {
    assertEquals(List.of("\u001f", "two"), lines("\u001f\ntwo\n".getBytes(UTF_8)));
    assertEquals(List.of(), lines(new byte[0]));
  }

  @Test
  void aByteOrderMarkAtTheHeadIsSkipped() {
    assertEquals(List.of("one", "two"), lines("\ufeffone\ntwo\n".getBytes(UTF_8)));
    assertEquals(List.of(""), lines("\ufeff".getBytes(UTF_8)));
    assertEquals(List.of("\ufeffone"), lines("\ufeff\ufeffone".getBytes(UTF_8)), "one, not two");
    assertEquals(List.of("\ufffd"), lines(new byte[] {(byte) 0xef, (byte) 0xbb}), "two thirds");
  }

  @Test
  void aByteOrderMarkAtTheHeadOfAnUnpackedTextIsSkipped() {
    assertEquals(List.of("one", "two"), lines(joined(gzip("\ufeffone\n"), gzip("two\n"))));
    assertEquals(List.of("one"), lines(joined(gzip(""), gzip("\ufeffone\n"))));
  }

  @Test
  void aByteOrderMarkAnywhereElseStays() {
    assertEquals(List.of("one", "\ufefftwo"), lines("one\n\ufefftwo\n".getBytes(UTF_8)));
    assertEquals(List.of("one", "\ufefftwo"), lines(joined(gzip("one\n"), gzip("\ufefftwo"))));
    assertEquals(List.of("", "\ufefftwo"), lines("\n\ufefftwo\n".getBytes(UTF_8)));
  }

  @Test
  void aLookAtTheFirstLinesSkipsTheMarkToo() {
    Source source =
        Source.stream(
            "x", new ByteArrayInputStream("\ufeffone\ntwo".getBytes(UTF_8)), LinePrefix.NONE);
    List<byte[]> head = source.unread().peek(100);
    assertEquals("one", new String(head.get(0), UTF_8));
    assertEquals(List.of("one", "two"), lines(source));
  }

  private static List<String> lines(byte[] file) {
    return lines(Source.stream("test.gz", new ByteArrayInputStream(file), LinePrefix.NONE));
  }

  private static List<String> lines(Source source) {
    List<String> all = new ArrayList<>();
    try (LineReader lines = source.lines()) {
      for (byte[] line = lines.next(); line != null; line = lines.next()) {
        all.add(new String(line, UTF_8));
      }
    }
    return all;
  }

  private static byte[] gzip(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(text.getBytes(UTF_8));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return bytes.toByteArray();
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /**
   * A pipe whose writer pauses after each piece: nothing is ever available, and a read returns no
   * more than the rest of a piece.
   */
  private static final class Pipe extends InputStream {

    private final Deque<byte[]> pieces;
    private int at;

    Pipe(byte[]... pieces) {
      this.pieces = new ArrayDeque<>(List.of(pieces));
    }

    @Override
    public int available() {
      return 0;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      if (pieces.isEmpty()) {
        return -1;
      }
      byte[] piece = pieces.getFirst();
      int count = Math.min(length, piece.length - at);
      System.arraycopy(piece, at, target, offset, count);
      at += count;
      if (at == piece.length) {
        pieces.removeFirst();
        at = 0;
      }
      return count;
    }
  }
}
