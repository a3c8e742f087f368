// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {

  // The first and last bytes of each class of bytes in RFC 3629.
  private static final int[] EDGES = {
    0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED,
    0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF
  };

  private static final int[] LATER_EDGES = {0x7F, 0x80, 0xBF, 0xC0};

  @ParameterizedTest
  @ValueSource(
      strings = {
        "c080",
        "c1bf",
        "e08080",
        "e09fbf",
        "f0808080",
        "f08fbfbf", // overlong
        "eda080",
        "edbfbf",
        "eda081edb081", // surrogates
        "f4908080",
        "f5808080",
        "f7bfbfbf",
        "f888808080",
        "fe",
        "ff", // above U+10FFFF
        "80",
        "bf",
        "61bf", // continuation without a lead
        "c2",
        "e0a0",
        "f09080",
        "c261",
        "e0a061",
        "f0908061",
        "efbb" // cut short
      })
  void r6_illFormed(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    for (int before = 0; before < 17; before++) {
      byte[] padded = new byte[before + bytes.length + before];
      Arrays.fill(padded, (byte) 'x');
      System.arraycopy(bytes, 0, padded, before, bytes.length);
      assertFalse(Utf8.isWellFormed(padded), hex + " after " + before);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "7f",
        "c280",
        "dfbf",
        "e0a080",
        "ed9fbf",
        "ee8080",
        "efbfbf",
        "efbbbf",
        "f0908080",
        "f48fbfbf"
      })
  void r6_wellFormed(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);
    for (int before = 0; before < 17; before++) {
      byte[] padded = new byte[before + bytes.length + 9];
      System.arraycopy(bytes, 0, padded, before, bytes.length);
      assertTrue(Utf8.isWellFormed(padded), hex + " after " + before);
    }
  }

  @Test
  void r6_everySequenceOfEdgesIsJudgedAsTheJdkJudgesIt() {
    byte[] four = new byte[4];
    for (int a : EDGES) {
      for (int b : EDGES) {
        for (int c : LATER_EDGES) {
          for (int d : LATER_EDGES) {
            four[0] = (byte) a;
            four[1] = (byte) b;
            four[2] = (byte) c;
            four[3] = (byte) d;
            assertSame(four);
          }
        }
      }
    }
  }

  @Test
  void r6_mutatedTextIsJudgedAsTheJdkJudgesIt() {
    long seed = 3_629L;
    Random random = new Random(seed);
    byte[] text =
        "Gr\u00fc\u00dfe, \u20ac 5; \uD83D\uDE00 and some more plain text".getBytes(UTF_8);
    for (int i = 0; i < 50_000; i++) {
      byte[] mutated = Arrays.copyOf(text, 1 + random.nextInt(text.length));
      mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
      assertSame(mutated);
    }
  }

  private static void assertSame(byte[] bytes) {
    assertEquals(jdkReads(bytes), Utf8.isWellFormed(bytes), () -> HexFormat.of().formatHex(bytes));
  }

  private static boolean jdkReads(byte[] bytes) {
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
