// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import java.io.Serializable;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a server of the engine's own listens.
 *
 * @param host a name or an address, an IPv6 address without brackets
 * @param port 0 for any free one
 */
public record ListenAddress(String host, int port) implements Serializable {

  private static final String LOOPBACK = "127.0.0.1";
  private static final int MOST = 65_535;
  private static final Pattern TEXT =
      Pattern.compile("(?:(?:\\[([0-9a-fA-F:.]+)]|([a-zA-Z0-9._-]+)):)?([0-9]{1,5})");

  public ListenAddress {
    Objects.requireNonNull(host, "host");
    if (port < 0 || port > MOST) {
      throw new IllegalArgumentException(port + ": is not a port");
    }
  }

  /** A port on loopback, which only programs on this machine reach. */
  public static ListenAddress loopback(int port) {
    return new ListenAddress(LOOPBACK, port);
  }

  /**
   * Reads {@code PORT}, which means loopback, or {@code HOST:PORT}; an IPv6 address is in brackets.
   *
   * @return empty if the text is neither
   */
  public static Optional<ListenAddress> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > MOST) {
      return Optional.empty();
    }
    int port = Integer.parseInt(matcher.group(3));
    String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
    return Optional.of(host == null ? loopback(port) : new ListenAddress(host, port));
  }

  /** The address as {@code HOST:PORT}, which {@link #parse} reads. */
  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
