// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.accesslog;

import java.util.List;
import java.util.Optional;

/**
 * The part of a line before its time: {@code [virtual-host[:port]] client ident user}. Parsing
 * anything else, such as a syslog line around it, gives empty.
 *
 * @param virtualHost without its port; null where there is none, or {@code -}
 * @param client an address or a host name; null if the server does not know it
 */
record LineHead(String virtualHost, String client) {

  private static final String ABSENT = "-";

  /** What Squid and RFC 7239 write for an unknown client. */
  private static final String UNKNOWN = "unknown";

  /** What nginx writes for a client of its Unix-domain socket. */
  private static final String UNIX_SOCKET = "unix:";

  private static final int IDENT_AND_USER = 2;
  private static final int VIRTUAL_HOST_TOKENS = 4;

  static Optional<LineHead> parse(String text) {
    List<String> tokens = List.of(text.split(" ", -1));
    boolean named = tokens.size() >= VIRTUAL_HOST_TOKENS && isVirtualHost(tokens);
    int at = named ? 1 : 0;
    StringBuilder clients = new StringBuilder(tokens.get(at++));
    while (clients.length() > 0
        && clients.charAt(clients.length() - 1) == ','
        && at < tokens.size()) {
      clients.append(tokens.get(at++));
    }
    String client = client(clients.toString());
    String host = named ? HostToken.withoutPort(tokens.get(0)) : ABSENT;
    boolean sound =
        client != null
            && (host.equals(ABSENT) || HostToken.isHost(host))
            && isIdentAndUser(tokens.subList(at, tokens.size()), client);
    return sound
        ? Optional.of(new LineHead(dashIsNull(host), dashIsNull(client)))
        : Optional.empty();
  }

  /**
   * Whether the first of these is a virtual host and the second the client: the first has a port,
   * or the second is an address or a list of them, which an identity never is. A client's own
   * address may have a port too; then an identity follows, which is mostly absent.
   */
  private static boolean isVirtualHost(List<String> tokens) {
    String first = tokens.get(0);
    String second = tokens.get(1);
    if (first.indexOf(',') >= 0) {
      return false;
    }
    if (second.equals(ABSENT)) {
      return HostToken.hasPort(first)
          && !HostToken.isAddress(HostToken.withoutPortAndBrackets(first));
    }
    return HostToken.hasPort(first)
        || second.indexOf(',') >= 0
        || HostToken.isAddress(HostToken.withoutPortAndBrackets(second));
  }

  /**
   * The client of a token, or of a list as in X-Forwarded-For: its first entry, even if unknown,
   * since the others are proxies.
   *
   * @return {@link #ABSENT} if the client is not known, null if the token is something else
   */
  private static String client(String token) {
    if (HostToken.isAddress(token)) {
      return token;
    }
    if (token.indexOf(',') < 0 && HostToken.isName(token)) {
      return isUnknown(token) ? ABSENT : token;
    }
    String first = null;
    for (String each : token.split(",", -1)) {
      String address = isUnknown(each) ? ABSENT : HostToken.withoutPortAndBrackets(each);
      if (!address.equals(ABSENT) && !HostToken.isAddress(address)) {
        return null;
      }
      first = first == null ? address : first;
    }
    return first;
  }

  /** Whether the client is unknown or hidden behind an obfuscated name (RFC 7239, 6.2 and 6.3). */
  private static boolean isUnknown(String token) {
    return token.equals(ABSENT)
        || token.equals(UNKNOWN)
        || token.equals(UNIX_SOCKET)
        || token.startsWith("_");
  }

  /**
   * Whether these are an identity and a user, who may have blanks in the name. Then the identity
   * must be absent, as it is since clients no longer run identd: nothing else distinguishes a name
   * from words in front of a line. For the same reason, no address may follow a host's name.
   */
  private static boolean isIdentAndUser(List<String> tokens, String client) {
    if (tokens.size() < IDENT_AND_USER || tokens.get(0).isEmpty()) {
      return false;
    }
    return tokens.size() == IDENT_AND_USER
        || (tokens.get(0).equals(ABSENT)
            && !(HostToken.isName(client) && tokens.stream().anyMatch(HostToken::isAddress)));
  }

  private static String dashIsNull(String text) {
    return text.equals(ABSENT) ? null : text;
  }
}
