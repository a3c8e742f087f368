// SPDX-License-Identifier: Apache-2.0
package dev.sluice.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0, 0",
    "1.2.3.4, 01020304",
    "255.255.255.255, ffffffff",
    "192.0.2.33, c0000221",
    "::ffff:192.0.2.33, c0000221",
    "::FFFF:c000:221, c0000221",
    "0:0:0:0:0:ffff:192.0.2.33, c0000221",
    "::ffff:0:0, 0",
  })
  void readsIpv4AndItsMappedForms(String text, String hex) {
    assertEquals(
        Optional.of(new Address(true, 0, Long.parseUnsignedLong(hex, 16))), Address.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "::, 0, 0, ::",
    "::1, 0, 1, ::1",
    "1::, 0001000000000000, 0, 1::",
    "0:0:0:0:0:0:0:0, 0, 0, ::",
    "0000:0000:0000:0000:0000:0000:0000:0001, 0, 1, ::1",
    "1:2:3:4:5:6:7:8, 0001000200030004, 0005000600070008, 1:2:3:4:5:6:7:8",
    "1:2:3:4:5:6:7::, 0001000200030004, 0005000600070000, 1:2:3:4:5:6:7:0",
    "::2:3:4:5:6:7:8, 0000000200030004, 0005000600070008, 0:2:3:4:5:6:7:8",
    "1::8, 0001000000000000, 0000000000000008, 1::8",
    "1:2::7:8, 0001000200000000, 0000000000070008, 1:2::7:8",
    "2001:DB8::aBcD, 20010db800000000, 000000000000abcd, 2001:db8::abcd",
    "2001:db8:0:0:1:0:0:1, 20010db800000000, 0001000000000001, 2001:db8::1:0:0:1",
    "2001:0:0:1:0:0:0:1, 2001000000000001, 0000000000000001, 2001:0:0:1::1",
    "64:ff9b::192.0.2.33, 0064ff9b00000000, 00000000c0000221, 64:ff9b::c000:221",
    "::192.0.2.33, 0, 00000000c0000221, ::c000:221",
    "1:2:3:4:5:6:1.2.3.4, 0001000200030004, 0005000601020304, 1:2:3:4:5:6:102:304",
    "::ffff:0:192.0.2.33, 0, ffff0000c0000221, ::ffff:0:c000:221",
    "1:2:3:4:5::1.2.3.4, 0001000200030004, 0005000001020304, 1:2:3:4:5:0:102:304",
    "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.255, ffffffffffffffff, ffffffffffffffff,"
        + " ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
  })
  void readsEveryFormOfIpv6(String text, String high, String low, String written) {
    Address expected =
        new Address(false, Long.parseUnsignedLong(high, 16), Long.parseUnsignedLong(low, 16));
    assertEquals(Optional.of(expected), Address.parse(text));
    assertEquals(written, expected.written());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ".",
        "1",
        "1.2.3",
        "1.2.3.",
        ".1.2.3",
        "1.2.3.4.",
        "1.2.3.4.5",
        "1..2.3",
        "256.1.1.1",
        "1.2.3.999",
        "01.2.3.4",
        "1.2.3.00",
        "1.2.3.4 ",
        " 1.2.3.4",
        "+1.2.3.4",
        "1.2.3.-4",
        "0x1.2.3.4",
        "1.2.3.4/32",
        "1.2.3.4:80",
        "\u0661.2.3.4",
        "1.2.3.0004",
        ":",
        ":::",
        "::::",
        "1:",
        ":1",
        "1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:",
        ":1:2:3:4:5:6:7",
        "1:2:3:4:5:6:7:8:",
        "1:2:3:4:5:6:7:8:9",
        "1:2:3:4:5:6:7:8::",
        "::1:2:3:4:5:6:7:8",
        "1:2:3:4::5:6:7:8",
        "1::2::3",
        "1:::2",
        "12345::",
        "00001::",
        "g::",
        "::g",
        "-1::",
        "1::%eth0",
        "fe80::1%1",
        "[::1]",
        "[::1]:80",
        "::1/128",
        " ::1",
        "::1 ",
        "1.2.3.4::",
        "::1.2.3.4:5",
        "::1.2.3",
        "::1.2.3.256",
        "::01.2.3.4",
        "1:2:3:4:5:6:7:1.2.3.4",
        "1:2:3:4:5:1.2.3.4",
        "::1:2:3:4:5:6:1.2.3.4",
        "1:2:3:4:5:6::1.2.3.4",
        "localhost",
        "a.example",
        "\uff11::",
        "ffff:ffff:ffff:ffff:ffff:ffff:255.255.255.2555"
      })
  void refusesWhatIsNoAddress(String text) {
    assertEquals(Optional.empty(), Address.parse(text));
  }

  private static final BigInteger ALL = BigInteger.TWO.pow(128);

  private static Address v6(BigInteger bits) {
    BigInteger in = bits.mod(ALL);
    return new Address(false, in.shiftRight(64).longValue(), in.longValue());
  }

  private static BigInteger bits(Address address) {
    return new BigInteger(Long.toUnsignedString(address.high()))
        .shiftLeft(64)
        .or(new BigInteger(Long.toUnsignedString(address.low())));
  }

  /** A network as the oracle represents it: a value and the number of low bits to ignore. */
  private record Network(boolean v4, BigInteger bits, int hostBits) {
    boolean holds(Address address) {
      return v4 == address.v4()
          && AddressTest.bits(address).shiftRight(hostBits).equals(bits.shiftRight(hostBits));
    }

    String cidr() {
      Address address = v4 ? new Address(true, 0, bits.longValue()) : v6(bits);
      return address.written() + "/" + ((v4 ? 32 : 128) - hostBits);
    }
  }

  private static boolean holds(AddressRanges ranges, Address address) {
    return ranges.holds(address.v4(), address.high(), address.low());
  }

  private static Network randomNetwork(Random random) {
    boolean v4 = random.nextBoolean();
    int width = v4 ? 32 : 128;
    int hostBits = random.nextInt(6) == 0 ? random.nextInt(width + 1) : random.nextInt(6);
    // Mostly within a few bits of each other at one of four places, so that they overlap and touch.
    BigInteger place = BigInteger.valueOf(random.nextInt(4)).shiftLeft(width - 2);
    BigInteger near =
        random.nextInt(4) == 0
            ? BigInteger.TWO.pow(64).subtract(BigInteger.valueOf(64))
            : BigInteger.ZERO;
    BigInteger bits =
        place.add(v4 ? BigInteger.ZERO : near).add(BigInteger.valueOf(random.nextInt(128)));
    return new Network(v4, bits.shiftRight(hostBits).shiftLeft(hostBits), hostBits);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13})
  void mergedRangesAgreeWithALookAtEveryNetwork(long seed) {
    Random random = new Random(seed);
    int held = 0;
    int asked = 0;
    for (int round = 0; round < 300; round++) {
      List<Network> networks =
          IntStream.range(0, 1 + random.nextInt(12)).mapToObj(i -> randomNetwork(random)).toList();
      AddressRanges ranges =
          new AddressRanges(
              networks.stream().map(Network::cidr).map(AddressRange::ofCidr).toList());
      for (Network near : networks) {
        BigInteger after = near.bits().add(BigInteger.ONE.shiftLeft(near.hostBits()));
        for (BigInteger bits :
            List.of(
                near.bits(),
                near.bits().subtract(BigInteger.ONE),
                after,
                after.subtract(BigInteger.ONE),
                near.bits().add(BigInteger.valueOf(random.nextInt(256))))) {
          Address address =
              near.v4()
                  ? new Address(true, 0, bits.mod(BigInteger.TWO.pow(32)).longValue())
                  : v6(bits);
          boolean expected = networks.stream().anyMatch(each -> each.holds(address));
          held += expected ? 1 : 0;
          asked++;
          assertEquals(
              expected,
              holds(ranges, address),
              () ->
                  "seed "
                      + seed
                      + ": "
                      + address.written()
                      + " in "
                      + networks.stream().map(Network::cidr).toList());
        }
      }
    }
    assertTrue(held > asked / 10 && held < asked * 9 / 10, held + " of " + asked);
  }

  @Test
  void rangesThatOverlapOrTouchBecomeOne() {
    List<AddressRange> halves = new ArrayList<>();
    for (int i = 0; i < 256; i++) {
      halves.add(AddressRange.ofCidr("10." + i + ".0.0/16"));
    }
    halves.add(AddressRange.ofCidr("10.7.0.0/20"));
    assertEquals(1, new AddressRanges(halves).size());
    halves.add(AddressRange.ofCidr("12.0.0.0/8"));
    halves.add(AddressRange.ofCidr("2001:db8::/33"));
    halves.add(AddressRange.ofCidr("2001:db8:8000::/33"));
    assertEquals(3, new AddressRanges(halves).size());
  }

  @Test
  void theEndsOfTheAddressSpacesAreRanges() {
    AddressRanges ranges =
        new AddressRanges(
            List.of(
                AddressRange.ofCidr("255.255.255.255/32"),
                AddressRange.ofCidr("0.0.0.0/32"),
                AddressRange.ofCidr("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128"),
                AddressRange.ofCidr("::/128")));
    assertEquals(4, ranges.size());
    assertTrue(holds(ranges, Address.parse("255.255.255.255").orElseThrow()));
    assertTrue(holds(ranges, Address.parse("::").orElseThrow()));
  }
}
