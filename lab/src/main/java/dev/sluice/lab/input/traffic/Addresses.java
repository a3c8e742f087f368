// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.traffic;

import java.util.List;
import java.util.Locale;

/** Generates client addresses, inside and outside the private ranges. */
final class Addresses {

  private static final List<Integer> OUTER_FIRST =
      List.of(23, 31, 46, 51, 62, 77, 81, 89, 93, 104, 130, 151, 178, 185, 203, 212);

  /** Public ones next to a private range. */
  private static final List<String> NEAR_MISSES =
      List.of(
          "9.255.255.255",
          "11.0.0.1",
          "126.255.255.255",
          "128.0.0.1",
          "169.253.255.255",
          "169.255.0.1",
          "172.15.255.255",
          "172.32.0.1",
          "192.167.255.255",
          "192.169.0.1",
          "::2",
          "fbff::1",
          "fe7f::1",
          "fec0::1");

  private static final List<String> INNER =
      List.of(
          "10.0.0.0",
          "10.255.255.255",
          "127.0.0.1",
          "169.254.169.254",
          "172.16.0.1",
          "172.31.255.254",
          "192.168.0.0",
          "192.168.255.255",
          "::1",
          "0:0:0:0:0:0:0:1",
          "fc00::1",
          "fdff:ffff::8",
          "FD12:3456:789A::1",
          "fe80::1",
          "febf:ffff::abcd");

  private static final List<String> OUTER_IPV6 = List.of("2001:db8", "2a02:8071", "2600:1f18");

  /** A public address. */
  static String outer(SeededRandom random) {
    if (random.chance(0.01)) {
      return random.pick(NEAR_MISSES);
    }
    return random.chance(0.2) ? outerIpv6(random) : ipv4(random.pick(OUTER_FIRST), random);
  }

  /** A private, loop-back or link-local address. */
  static String inner(SeededRandom random) {
    return switch (random.below(4)) {
      case 0 -> ipv4(10, random);
      case 1 -> "192.168." + random.below(256) + "." + random.below(256);
      case 2 -> "172." + random.between(16, 31) + "." + random.below(256) + ".7";
      default -> random.pick(INNER);
    };
  }

  private static String ipv4(int first, SeededRandom random) {
    return first + "." + random.below(256) + "." + random.below(256) + "." + random.below(256);
  }

  private static String outerIpv6(SeededRandom random) {
    String prefix = random.pick(OUTER_IPV6);
    String low = Integer.toHexString(random.below(0x10000));
    return switch (random.below(3)) {
      case 0 -> prefix + "::" + low;
      case 1 -> (prefix + ":0:0:0:0:a:" + low).toUpperCase(Locale.ROOT);
      default -> prefix + ":" + low + ":1:2:3:4:" + Integer.toHexString(random.below(0x10000));
    };
  }

  private Addresses() {}
}
