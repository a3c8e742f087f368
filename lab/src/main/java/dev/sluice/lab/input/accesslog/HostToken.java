// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.accesslog;

import dev.sluice.model.Limits;
import dev.sluice.rules.Address;

/** Distinguishes addresses, host names and everything else. Nothing is ever resolved. */
final class HostToken {

  private static final int LABEL_LENGTH = 63;

  /** Whether it is an IPv4 or IPv6 address; a zone may follow the latter, as in {@code %eth0}. */
  static boolean isAddress(String token) {
    int zone = token.indexOf('%');
    if (zone < 0) {
      return Address.parse(token).isPresent();
    }
    return token.indexOf(':') >= 0
        && zone + 1 < token.length()
        && token.chars().skip(zone + 1L).allMatch(c -> c < 0x80 && isNameLetter(c))
        && Address.parse(token.substring(0, zone)).isPresent();
  }

  /**
   * Whether it is a host name: labels of letters, digits, dashes and underscores, the last of them
   * not a number. Letters need not be ASCII.
   */
  static boolean isName(String token) {
    String name = token.endsWith(".") ? token.substring(0, token.length() - 1) : token;
    String[] labels = name.split("\\.", -1);
    for (String label : labels) {
      if (!isLabel(label)) {
        return false;
      }
    }
    String last = labels[labels.length - 1];
    return token.length() <= Limits.HOST_BYTES && !last.chars().allMatch(HostToken::isDigit);
  }

  /** Whether it is a host name or an address, or the latter in brackets. */
  static boolean isHost(String token) {
    return isName(token) || isAddress(withoutBrackets(token));
  }

  /** {@code name:80} or {@code [address]:80}; a bare IPv6 address has more colons than one. */
  static boolean hasPort(String token) {
    int colon = token.lastIndexOf(':');
    boolean onlyColon = token.indexOf(':') == colon || token.charAt(colon - 1) == ']';
    return colon > 0
        && onlyColon
        && colon + 1 < token.length()
        && token.chars().skip(colon + 1L).allMatch(HostToken::isDigit);
  }

  static String withoutPort(String host) {
    return hasPort(host) ? host.substring(0, host.lastIndexOf(':')) : host;
  }

  /** An address as forwarded: without its port, and without the brackets of IPv6. */
  static String withoutPortAndBrackets(String token) {
    return withoutBrackets(withoutPort(token));
  }

  private static String withoutBrackets(String token) {
    boolean bracketed = token.startsWith("[") && token.endsWith("]") && token.indexOf(':') > 0;
    return bracketed ? token.substring(1, token.length() - 1) : token;
  }

  private static boolean isLabel(String label) {
    return !label.isEmpty()
        && label.length() <= LABEL_LENGTH
        && !label.startsWith("-")
        && !label.endsWith("-")
        && label.codePoints().allMatch(HostToken::isNameLetter);
  }

  private static boolean isNameLetter(int c) {
    if (c == '-' || c == '_' || Character.isLetterOrDigit(c)) {
      return true;
    }
    int type = Character.getType(c);
    return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private HostToken() {}
}
