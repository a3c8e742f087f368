package dev.sluice.rules;

/** The path of a URL, which may be a request line's target or an absolute URL. */
final class UrlPath {

  /**
   * What follows {@code scheme://authority}, if that is there, up to the first {@code ?} or {@code
   * #}. It may be empty, and is cut out as it stands: nothing is decoded or normalised.
   *
   * @param url or null, which gives null
   */
  static String of(String url) {
    if (url == null) {
      return null;
    }
    int start = authority(url);
    while (start > 0 && start < url.length() && "/?#".indexOf(url.charAt(start)) < 0) {
      start++;
    }
    int end = start;
    while (end < url.length() && url.charAt(end) != '?' && url.charAt(end) != '#') {
      end++;
    }
    return url.substring(start, end);
  }

  /** Where the authority begins after {@code scheme://} (RFC 3986, 3.1), or 0 without a scheme. */
  private static int authority(String url) {
    int i = 0;
    while (i < url.length() && inScheme(url.charAt(i), i == 0)) {
      i++;
    }
    return i > 0 && url.startsWith("://", i) ? i + "://".length() : 0;
  }

  private static boolean inScheme(char c, boolean first) {
    if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
      return true;
    }
    return !first && ((c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.');
  }

  private UrlPath() {}
}
