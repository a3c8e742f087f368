// SPDX-License-Identifier: Apache-2.0
package dev.sluice.rules;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of addresses of one family, from the first to the last, both included.
 *
 * @param last not before {@code first}
 */
record AddressRange(Address first, Address last) {

  private static final Pattern LENGTH = Pattern.compile("0|[1-9][0-9]{0,2}");

  /**
   * Reads a network in CIDR notation (RFC 4632). Each network has exactly one accepted form: the
   * host bits are zero, the prefix length is present, and an IPv4 network is not written as IPv6.
   *
   * @throws IllegalArgumentException with what is wrong and what to write instead
   */
  static AddressRange ofCidr(String text) {
    int slash = text.indexOf('/');
    String written = slash < 0 ? text : text.substring(0, slash);
    Optional<Address> parsed = Address.parse(written);
    if (parsed.isEmpty()) {
      throw new IllegalArgumentException(
          Quoted.text(text) + " is not a range; write one such as 10.0.0.0/8 or fd00::/8");
    }
    Address address = parsed.get();
    boolean mapped = address.v4() && written.indexOf(':') >= 0;
    int bits = address.v4() && !mapped ? 32 : 128;
    if (slash < 0) {
      throw new IllegalArgumentException(
          Quoted.text(text)
              + " has no prefix length; write "
              + address.written()
              + (address.v4() ? "/32" : "/128"));
    }
    Matcher length = LENGTH.matcher(text).region(slash + 1, text.length());
    int prefix = length.matches() ? Integer.parseInt(length.group()) : Integer.MAX_VALUE;
    if (prefix > bits) {
      throw new IllegalArgumentException(
          Quoted.text(text) + " has no prefix length from 0 to " + bits);
    }
    if (mapped) {
      throw new IllegalArgumentException(
          Quoted.text(text) + " is IPv4 written as IPv6; write " + asV4(address, prefix));
    }
    AddressRange network = of(address, prefix);
    if (!network.first.equals(address)) {
      throw new IllegalArgumentException(
          Quoted.text(text)
              + " has bits set beyond its prefix; the network is "
              + network.first.written()
              + "/"
              + prefix);
    }
    return network;
  }

  private static String asV4(Address mapped, int prefix) {
    int v4Prefix = prefix - 96;
    return v4Prefix < 0
        ? "an IPv4 range, such as 10.0.0.0/8"
        : of(mapped, v4Prefix).first.written() + "/" + v4Prefix;
  }

  private static AddressRange of(Address address, int prefix) {
    boolean v4 = address.v4();
    long highHost = v4 ? 0 : ones(64 - Math.min(prefix, 64));
    long lowHost = v4 ? ones(32 - prefix) : ones(64 - Math.max(0, prefix - 64));
    return new AddressRange(
        new Address(v4, address.high() & ~highHost, address.low() & ~lowHost),
        new Address(v4, address.high() | highHost, address.low() | lowHost));
  }

  /** The number whose lowest {@code count} bits, 0 to 64, are set. */
  private static long ones(int count) {
    return count == 0 ? 0 : -1L >>> (64 - count);
  }
}
