package dev.sluice.rules;

import java.util.Optional;

/**
 * An IPv4 or IPv6 address as a number of 128 bits; an IPv4 address has its 32 bits in {@code low}.
 * An IPv4-mapped IPv6 address ({@code ::ffff:1.2.3.4}) is that IPv4 address.
 */
record Address(boolean v4, long high, long low) {

  private static final int GROUPS = 8;
  private static final int LONGEST = "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255".length();
  private static final long MAPPED = 0xffffL;
  private static final long LOW_32 = 0xffff_ffffL;

  /**
   * Reads an address, strictly: IPv4 as four decimal numbers without leading zeros, IPv6 in any
   * form of RFC 4291, 2.2. Ports, brackets, zones, spaces and names are no address. Nothing is ever
   * resolved.
   */
  static Optional<Address> parse(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    if (text.indexOf(':') >= 0) {
      return parseV6(text);
    }
    long bits = v4Bits(text, 0);
    return bits < 0 ? Optional.empty() : Optional.of(new Address(true, 0, bits));
  }

  /** The 32 bits of the dotted quad from {@code start} to the text's end, or -1. */
  private static long v4Bits(String text, int start) {
    long bits = 0;
    int i = start;
    for (int octet = 0; octet < 4; octet++) {
      if (octet > 0) {
        if (i >= text.length() || text.charAt(i) != '.') {
          return -1;
        }
        i++;
      }
      int first = i;
      int value = 0;
      while (i < text.length() && i < first + 3 && isDigit(text.charAt(i))) {
        value = value * 10 + (text.charAt(i) - '0');
        i++;
      }
      boolean leadingZero = i > first + 1 && text.charAt(first) == '0';
      if (i == first || leadingZero || value > 255) {
        return -1;
      }
      bits = bits << 8 | value;
    }
    return i == text.length() ? bits : -1;
  }

  private static Optional<Address> parseV6(String text) {
    int[] groups = new int[GROUPS];
    int count = 0;
    int gap = -1; // how many groups stand before the "::"
    int i = 0;
    if (text.startsWith("::")) {
      gap = 0;
      i = 2;
    }
    while (i < text.length()) {
      int colon = text.indexOf(':', i);
      int end = colon < 0 ? text.length() : colon;
      if (colon < 0 && text.indexOf('.', i) >= 0) {
        long bits = v4Bits(text, i);
        if (bits < 0 || count > GROUPS - 2) {
          return Optional.empty();
        }
        groups[count++] = (int) (bits >>> 16);
        groups[count++] = (int) (bits & 0xffff);
        break;
      }
      int group = group(text, i, end);
      if (group < 0 || count == GROUPS) {
        return Optional.empty();
      }
      groups[count++] = group;
      i = end + 1;
      if (colon >= 0 && text.startsWith("::", colon)) {
        if (gap >= 0) {
          return Optional.empty();
        }
        gap = count;
        i++;
      } else if (i == text.length()) {
        return Optional.empty(); // it ends with a single colon
      }
    }
    boolean complete = gap < 0 ? count == GROUPS : count < GROUPS;
    return complete ? Optional.of(of(groups, count, gap)) : Optional.empty();
  }

  /** The value of one to four hexadecimal digits, or -1. */
  private static int group(String text, int start, int end) {
    if (start == end || end - start > 4) {
      return -1;
    }
    int value = 0;
    for (int i = start; i < end; i++) {
      int digit = hex(text.charAt(i));
      if (digit < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  private static Address of(int[] groups, int count, int gap) {
    long high = 0;
    long low = 0;
    int missing = GROUPS - count;
    for (int i = 0; i < GROUPS; i++) {
      boolean inGap = gap >= 0 && i >= gap && i < gap + missing;
      int given = gap >= 0 && i >= gap ? i - missing : i;
      high = high << 16 | low >>> 48;
      low = low << 16 | (inGap ? 0 : groups[given]);
    }
    return high == 0 && low >>> 32 == MAPPED
        ? new Address(true, 0, low & LOW_32)
        : new Address(false, high, low);
  }

  // ASCII alone: Character.digit would take other scripts' digits.
  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int hex(char c) {
    if (isDigit(c)) {
      return c - '0';
    }
    if (c >= 'a' && c <= 'f') {
      return c - 'a' + 10;
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
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
