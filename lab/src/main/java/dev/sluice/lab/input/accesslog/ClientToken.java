package dev.sluice.lab.input.accesslog;

import java.util.List;

/** Tells a virtual host in front of the client's address from the address itself. */
final class ClientToken {

  /**
   * Whether the first of these is a virtual host and the second the client: the first has a port,
   * or the second is an address, which no identity field is.
   */
  static boolean follows(List<String> tokens) {
    return hasPort(tokens.get(0)) || isAddress(tokens.get(1));
  }

  static String withoutPort(String host) {
    return hasPort(host) ? host.substring(0, host.lastIndexOf(':')) : host;
  }

  /** {@code name:80} or {@code [address]:80}; a bare IPv6 address has more colons than one. */
  private static boolean hasPort(String token) {
    int colon = token.lastIndexOf(':');
    boolean onlyColon = token.indexOf(':') == colon || token.charAt(colon - 1) == ']';
    return colon > 0
        && onlyColon
        && colon + 1 < token.length()
        && token.chars().skip(colon + 1L).allMatch(c -> c >= '0' && c <= '9');
  }

  /** Whether it looks like an IPv4 or IPv6 address; {@code -} and names do not. */
  private static boolean isAddress(String token) {
    boolean colon = token.indexOf(':') >= 0;
    boolean dotted = token.chars().filter(c -> c == '.').count() == 3;
    return (colon || dotted)
        && token.chars().allMatch(c -> colon ? isHexOrMark(c) : (c >= '0' && c <= '9') || c == '.');
  }

  private static boolean isHexOrMark(int c) {
    return Character.digit(c, 16) >= 0 || c == ':' || c == '.' || c == '%';
  }

  private ClientToken() {}
}
