package dev.sluice.lab.input.accesslog;

import dev.sluice.lab.input.Utf8;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/**
 * One line of an access log in Common or Combined Log Format, as Apache and nginx write them, with
 * or without the virtual host in front. See {@code docs/input.md}.
 *
 * <p>A field that the log gives as {@code -} is null.
 *
 * @param virtualHost the site that the server says it served, without its port, or null
 * @param client the client's address, or its name where the server looks names up
 * @param time with the offset that the line has
 * @param request the request line, never empty; {@code -} where there was none
 * @param status or null
 * @param bytes or null
 * @param referrer or null
 * @param userAgent or null
 */
public record AccessLogLine(
    String virtualHost,
    String client,
    OffsetDateTime time,
    RequestLine request,
    Integer status,
    Long bytes,
    String referrer,
    String userAgent) {

  private static final int VIRTUAL_HOST_TOKENS = 4;
  private static final int CLIENT_TOKENS = 3;
  private static final int MAX_BYTES_DIGITS = 18;

  /** Parses a line; empty where it is not in either format, or not UTF-8. */
  public static Optional<AccessLogLine> parse(byte[] line) {
    return Utf8.decode(line).flatMap(AccessLogLine::parse);
  }

  /** Parses a line; empty where it is not in either format. */
  public static Optional<AccessLogLine> parse(String line) {
    int time = LogTime.find(line);
    if (time < 0) {
      return Optional.empty();
    }
    List<String> tokens = List.of(line.substring(0, time).split(" ", -1));
    boolean named = tokens.size() >= VIRTUAL_HOST_TOKENS && ClientToken.follows(tokens);
    String client = tokens.get(named ? 1 : 0);
    if (tokens.size() < CLIENT_TOKENS || client.isEmpty()) {
      return Optional.empty();
    }
    Scanner scanner = new Scanner(line, time + 1);
    Optional<OffsetDateTime> at = scanner.bracketed().flatMap(LogTime::parse);
    Optional<String> request = scanner.quoted();
    Optional<String> status = scanner.token();
    Optional<String> bytes = scanner.token();
    if (at.isEmpty()
        || request.isEmpty()
        || !isNumber(status, 3)
        || !isNumber(bytes, MAX_BYTES_DIGITS)) {
      return Optional.empty();
    }
    String referrer = null;
    String userAgent = null;
    if (scanner.atQuote()) {
      Optional<String> first = scanner.quoted();
      Optional<String> second = scanner.quoted();
      if (second.isEmpty()) {
        return Optional.empty();
      }
      referrer = dashIsNull(first.get());
      userAgent = dashIsNull(second.get());
    }
    if (!scanner.restIsTokens()) {
      return Optional.empty();
    }
    return Optional.of(
        new AccessLogLine(
            named ? ClientToken.withoutPort(tokens.get(0)) : null,
            client,
            at.get(),
            RequestLine.of(request.get()),
            status.map(AccessLogLine::dashIsNull).map(Integer::valueOf).orElse(null),
            bytes.map(AccessLogLine::dashIsNull).map(Long::valueOf).orElse(null),
            referrer,
            userAgent));
  }

  private static String dashIsNull(String text) {
    return text.equals("-") ? null : text;
  }

  private static boolean isNumber(Optional<String> token, int maxDigits) {
    return token.isPresent()
        && (token.get().equals("-")
            || (token.get().length() <= maxDigits
                && token.get().chars().allMatch(c -> c >= '0' && c <= '9')
                && !token.get().isEmpty()));
  }
}
