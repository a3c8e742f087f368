// SPDX-License-Identifier: Apache-2.0
package dev.sluice.rules;

/**
 * The path of a URL, which may be a request line's target or an absolute URL: what follows {@code
 * scheme://authority}, if present, up to the first {@code ?} or {@code #}. It may be empty, and is
 * an unchanged part of the URL: nothing is decoded or normalised.
 */
final class UrlPath {

  /** Where the path of the URL between start and end begins. */
  static int start(byte[] url, int start, int end) {
    int at = authority(url, start, end);
    while (at > start && at < end && url[at] != '/' && url[at] != '?' && url[at] != '#') {
      at++;
    }
    return at;
  }

  /** Where the path that starts at {@code start} ends. */
  static int end(byte[] url, int start, int end) {
    int at = start;
    while (at < end && url[at] != '?' && url[at] != '#') {
      at++;
    }
    return at;
  }

  /** Where the authority begins after {@code scheme://} (RFC 3986, 3.1); the start without it. */
  private static int authority(byte[] url, int start, int end) {
    int at = start;
    while (at < end && inScheme(url[at], at == start)) {
      at++;
    }
    boolean absolute =
        at > start && at + 2 < end && url[at] == ':' && url[at + 1] == '/' && url[at + 2] == '/';
    return absolute ? at + 3 : start;
  }

  private static boolean inScheme(byte c, boolean first) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
      return true;
    }
    return !first && ((c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.');
  }

  private UrlPath() {}
}
