// SPDX-License-Identifier: Apache-2.0
package dev.sluice.rules;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;

/**
 * An IPv4 or IPv6 address as a number of 128 bits; an IPv4 address has its 32 bits in {@code low}.
 * An IPv4-mapped IPv6 address ({@code ::ffff:1.2.3.4}) is that IPv4 address.
 */
public record Address(boolean v4, long high, long low) {

  /** A question about an address, which can be answered without creating an object for it. */
  @FunctionalInterface
  interface Question {
    boolean holds(boolean v4, long high, long low);
  }

  private static final int GROUPS = 8;
  private static final int LONGEST = "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255".length();
  private static final long MAPPED = 0xffffL;
  private static final long LOW_32 = 0xffff_ffffL;

  /** Reads an address as {@link #read} does; empty if the text is not one. */
  public static Optional<Address> parse(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    Address[] found = new Address[1];
    read(
        bytes,
        0,
        bytes.length,
        (v4, high, low) -> {
          found[0] = new Address(v4, high, low);
          return true;
        });
    return Optional.ofNullable(found[0]);
  }

  /**
   * Reads the address between start and end, and answers the question about it. Reads strictly:
   * IPv4 as four decimal numbers without leading zeros, IPv6 in any form of RFC 4291, 2.2. Ports,
   * brackets, zones, spaces and names are rejected. Nothing is ever resolved.
   *
   * @return the answer; false if the text is not an address
   */
  static boolean read(byte[] text, int start, int end, Question question) {
    if (end - start > LONGEST) {
      return false;
    }
    if (indexOf(text, ':', start, end) < end) {
      return readV6(text, start, end, question);
    }
    long bits = v4Bits(text, start, end);
    return bits >= 0 && question.holds(true, 0, bits);
  }

  /** The index of the character, or the end if it does not occur. */
  private static int indexOf(byte[] text, char wanted, int start, int end) {
    int i = start;
    while (i < end && text[i] != wanted) {
      i++;
    }
    return i;
  }

  /** The 32 bits of the dotted quad from start to end, or -1. */
  private static long v4Bits(byte[] text, int start, int end) {
    long bits = 0;
    int i = start;
    for (int octet = 0; octet < 4; octet++) {
      if (octet > 0) {
        if (i >= end || text[i] != '.') {
          return -1;
        }
        i++;
      }
      int first = i;
      int value = 0;
      while (i < end && i < first + 3 && isDigit(text[i])) {
        value = value * 10 + (text[i] - '0');
        i++;
      }
      boolean leadingZero = i > first + 1 && text[first] == '0';
      if (i == first || leadingZero || value > 255) {
        return -1;
      }
      bits = bits << 8 | value;
    }
    return i == end ? bits : -1;
  }

  private static boolean readV6(byte[] text, int start, int end, Question question) {
    // The groups read so far, as one number of 128 bits; after a gap, only those that follow it.
    long high = 0;
    long low = 0;
    long highBeforeGap = 0;
    long lowBeforeGap = 0;
    int count = 0;
    int gap = -1; // how many groups precede the "::"
    int i = start;
    if (isGap(text, start, end)) {
      gap = 0;
      i += 2;
    }
    while (i < end) {
      int colon = indexOf(text, ':', i, end);
      long group = group(text, i, colon);
      int groups = 1;
      if (group < 0 && colon == end) {
        group = v4Bits(text, i, end);
        groups = 2;
      }
      count += groups;
      if (group < 0 || count > GROUPS) {
        return false;
      }
      high = (high << (16 * groups)) | (low >>> (64 - 16 * groups));
      low = (low << (16 * groups)) | group;
      i = colon + 1;
      if (isGap(text, colon, end)) {
        if (gap >= 0) {
          return false;
        }
        gap = count;
        highBeforeGap = high;
        lowBeforeGap = low;
        high = 0;
        low = 0;
        i++;
      } else if (i == end) {
        return false; // it ends with a single colon
      }
    }
    if (gap < 0 ? count < GROUPS : count == GROUPS) {
      return false;
    }
    if (gap > 0) {
      int bits = 16 * (GROUPS - gap); // by which to shift the groups before the gap
      high |=
          bits >= 64
              ? lowBeforeGap << (bits - 64)
              : (highBeforeGap << bits) | (lowBeforeGap >>> (64 - bits));
      low |= bits >= 64 ? 0 : lowBeforeGap << bits;
    }
    boolean mapped = high == 0 && low >>> 32 == MAPPED;
    return mapped ? question.holds(true, 0, low & LOW_32) : question.holds(false, high, low);
  }

  private static boolean isGap(byte[] text, int at, int end) {
    return at + 1 < end && text[at] == ':' && text[at + 1] == ':';
  }

  /** The value of one to four hexadecimal digits, or -1. */
  private static int group(byte[] text, int start, int end) {
    if (start == end || end - start > 4) {
      return -1;
    }
    int value = 0;
    for (int i = start; i < end; i++) {
      int digit = hex(text[i]);
      if (digit < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  // ASCII only: Character.digit would accept the digits of other scripts.
  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  private static int hex(byte b) {
    if (isDigit(b)) {
      return b - '0';
    }
    if (b >= 'a' && b <= 'f') {
      return b - 'a' + 10;
    }
    return b >= 'A' && b <= 'F' ? b - 'A' + 10 : -1;
  }

  /** The address as RFC 5952 writes it. */
  String written() {
    if (v4) {
      return (low >>> 24) + "." + (low >>> 16 & 255) + "." + (low >>> 8 & 255) + "." + (low & 255);
    }
    int zeros = longestZeros();
    int zerosEnd = zeros;
    while (zeros >= 0 && zerosEnd < GROUPS && groupAt(zerosEnd) == 0) {
      zerosEnd++;
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < GROUPS; i++) {
      if (i == zeros) {
        text.append("::");
        i = zerosEnd - 1;
      } else {
        boolean joined = i == 0 || i == zerosEnd;
        text.append(joined ? "" : ":").append(Integer.toHexString(groupAt(i)));
      }
    }
    return text.toString();
  }

  /** Where the first of the longest runs of two or more zero groups begins, or -1. */
  private int longestZeros() {
    int best = -1;
    int bestLength = 1;
    int run = 0;
    for (int i = 0; i < GROUPS; i++) {
      run = groupAt(i) == 0 ? run + 1 : 0;
      if (run > bestLength) {
        bestLength = run;
        best = i - run + 1;
      }
    }
    return best;
  }

  private int groupAt(int i) {
    return (int) ((i < 4 ? high >>> (48 - 16 * i) : low >>> (112 - 16 * i)) & 0xffff);
  }
}
