// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.model.LogRecord;
import dev.sluice.model.Outcome;
import dev.sluice.model.Position;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Tests the order of rows: two writers lock in the same order only if each sorts as the database
 * does.
 */
class RowOrderTest {

  /** Characters of one to four bytes, including the lowest and the highest of each length. */
  private static final int[] CHARACTERS = {
    1, 'a', 'b', 0x7F, 0x80, 0xE9, 0x7FF, 0x800, 0xD7FF, 0xE000, 0xFFFD, 0x10000, 0x10FFFF
  };

  private static final int LONGEST = 12;

  @Test
  void identitiesSortByTheBytesOfUtf8() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 200_000; i++) {
      String one = text(random);
      // Half of them share a prefix.
      String other =
          random.nextBoolean() ? text(random) : one.substring(0, cut(one, random)) + text(random);
      int expected =
          Arrays.compareUnsigned(
              one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
      int found = Row.Processed.BY_KEY.compare(row(one, 0), row(other, 0));
      assertEquals(
          Integer.signum(expected),
          Integer.signum(found),
          () -> "seed " + seed + ": <" + one + "> and <" + other + ">");
    }
  }

  @Test
  void ofOneIdentityTheLowestPositionGoesFirst() {
    assertEquals(-1, Integer.signum(Row.Processed.BY_KEY.compare(row("same", 1), row("same", 2))));
  }

  private static int cut(String text, Random random) {
    int at = random.nextInt(text.length() + 1);
    boolean halves =
        at > 0
            && at < text.length()
            && Character.isSurrogatePair(text.charAt(at - 1), text.charAt(at));
    return halves ? at - 1 : at;
  }

  private static String text(Random random) {
    int[] characters = new int[random.nextInt(LONGEST + 1)];
    // Mostly common letters, so that many texts differ only near the end.
    Arrays.setAll(characters, i -> random.nextInt(3) > 0 ? 'a' + random.nextInt(2) : any(random));
    return new String(characters, 0, characters.length);
  }

  private static int any(Random random) {
    return CHARACTERS[random.nextInt(CHARACTERS.length)];
  }

  private static Row.Processed row(String identity, long offset) {
    LogRecord record = new LogRecord(new Position(0, offset), 0, null);
    return new Row.Processed(identity, new DecidedRecord(record, new Outcome.Filtered("none")));
  }
}
