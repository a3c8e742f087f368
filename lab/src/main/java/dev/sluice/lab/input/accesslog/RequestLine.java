// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.accesslog;

import dev.sluice.model.Limits;
import java.util.Locale;

/**
 * A request line: what the client asked for.
 *
 * @param method or null if the request is not HTTP
 * @param target the URL as the request names it; the whole text if the request is not HTTP, {@code
 *     -} if it is empty
 * @param host of an absolute URL, in lower case and without its port, or null
 */
public record RequestLine(String method, String target, String host) {

  private static final String NOTHING = "-";
  private static final String AUTHORITY = "://";

  /** Reads the text between the quotes; total. */
  static RequestLine of(String text) {
    int first = text.indexOf(' ');
    int last = text.lastIndexOf(" HTTP/");
    boolean version = last > first && isVersion(text, last + 6);
    String target = first < 0 ? "" : text.substring(first + 1, version ? last : text.length());
    boolean http =
        first > 0
            && isMethod(text.substring(0, first))
            && !target.isEmpty()
            // Without a version it is HTTP/0.9, or not HTTP at all.
            && (version || (target.charAt(0) == '/' && target.indexOf(' ') < 0));
    if (!http) {
      return new RequestLine(null, text.isEmpty() ? NOTHING : text, null);
    }
    return new RequestLine(text.substring(0, first), target, host(target));
  }

  /** The same with path and query only, where the target is an absolute URL with a host. */
  RequestLine withoutAuthority() {
    if (host == null) {
      return this;
    }
    int end = target.indexOf(AUTHORITY) + AUTHORITY.length();
    while (end < target.length() && !endsAuthority(target.charAt(end))) {
      end++;
    }
    String path = target.substring(end);
    return new RequestLine(method, path.startsWith("/") ? path : "/" + path, host);
  }

  private static boolean isVersion(String text, int from) {
    return from < text.length()
        && text.chars().skip(from).allMatch(c -> (c >= '0' && c <= '9') || c == '.');
  }

  /** Methods are capital letters, and dashes or underscores in some extensions. */
  private static boolean isMethod(String text) {
    return text.length() <= Limits.TOKEN_BYTES
        && text.chars().allMatch(c -> (c >= 'A' && c <= 'Z') || c == '-' || c == '_');
  }

  private static String host(String target) {
    int scheme = target.indexOf(AUTHORITY);
    if (scheme <= 0 || !target.substring(0, scheme).chars().allMatch(RequestLine::isSchemeLetter)) {
      return null;
    }
    int begin = scheme + AUTHORITY.length();
    int end = begin;
    while (end < target.length() && !endsAuthority(target.charAt(end))) {
      end++;
    }
    String authority = target.substring(begin, end);
    String withoutUser = authority.substring(authority.lastIndexOf('@') + 1);
    String host = HostToken.withoutPort(withoutUser).toLowerCase(Locale.ROOT);
    return host.isEmpty() ? null : host;
  }

  private static boolean endsAuthority(char c) {
    return c == '/' || c == '?' || c == '#';
  }

  private static boolean isSchemeLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
