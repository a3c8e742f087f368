// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.accesslog;

import dev.sluice.model.Limits;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Parses entries of AWS's Application Load Balancer, as "Access logs for your Application Load
 * Balancer" in the Elastic Load Balancing documentation describes them:
 *
 * <pre>
 * type time elb client:port target:port request_processing_time target_processing_time
 * response_processing_time elb_status_code target_status_code received_bytes sent_bytes "request"
 * "user_agent" ssl_cipher ssl_protocol target_group_arn "trace_id" "domain_name" …
 * </pre>
 *
 * <p>Fields after the trace may be missing, as in old logs; new ones are added at the end.
 */
final class AlbLine {

  private static final Set<String> TYPES =
      Set.of("http", "https", "h2", "grpc", "grpcs", "ws", "wss");

  /** What is between the user agent and the trace: cipher, protocol, target group. */
  private static final int TOKENS_BEFORE_TRACE = 3;

  private static final int PROCESSING_TIMES = 3;

  /** Parses a line; empty where it is not such an entry. */
  static Optional<AccessLogLine> parse(String line) {
    Scanner scanner = new Scanner(line, 0);
    if (scanner.token().filter(TYPES::contains).isEmpty()) {
      return Optional.empty();
    }
    Optional<OffsetDateTime> time = scanner.token().flatMap(AlbLine::time);
    Optional<String> balancer = scanner.token();
    Optional<String> client = scanner.token().flatMap(AlbLine::address);
    Optional<String> target = scanner.token().filter(AlbLine::isTarget);
    boolean sound =
        time.isPresent() && balancer.isPresent() && client.isPresent() && target.isPresent();
    for (int i = 0; i < PROCESSING_TIMES; i++) {
      sound &= scanner.token().filter(AlbLine::isSeconds).isPresent();
    }
    Optional<String> status = scanner.token();
    sound &= AccessLogLine.isNumber(status, Limits.STATUS);
    sound &= AccessLogLine.isNumber(scanner.token(), Limits.STATUS);
    sound &= AccessLogLine.isNumber(scanner.token(), Long.MAX_VALUE);
    Optional<String> bytes = scanner.token();
    sound &= AccessLogLine.isNumber(bytes, Long.MAX_VALUE);
    Optional<String> request = scanner.quoted();
    Optional<String> userAgent = scanner.quoted();
    if (!sound || request.isEmpty() || userAgent.isEmpty()) {
      return Optional.empty();
    }
    boolean more = !scanner.atEnd();
    for (int i = 0; more && i < TOKENS_BEFORE_TRACE; i++) {
      sound &= scanner.token().isPresent();
    }
    sound &= !more || scanner.quoted().isPresent();
    Optional<String> domain = scanner.quoted().map(AccessLogLine::dashIsNull);
    if (!sound || !scanner.restIsTokens()) {
      return Optional.empty();
    }
    return Optional.of(
        new AccessLogLine(
            domain.map(name -> name.toLowerCase(Locale.ROOT)).orElse(null),
            client.get(),
            time.get(),
            RequestLine.of(request.get()).withoutAuthority(),
            status.map(AccessLogLine::dashIsNull).map(Integer::valueOf).orElse(null),
            bytes.map(AccessLogLine::dashIsNull).map(Long::valueOf).orElse(null),
            null,
            AccessLogLine.dashIsNull(userAgent.get())));
  }

  private static Optional<OffsetDateTime> time(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The address of {@code address:port}; the last colon separates them, also in IPv6. */
  private static Optional<String> address(String token) {
    int colon = token.lastIndexOf(':');
    boolean port =
        colon > 0
            && colon + 1 < token.length()
            && token.chars().skip(colon + 1L).allMatch(c -> c >= '0' && c <= '9');
    return port
        ? Optional.of(HostToken.withoutPortAndBrackets(token.substring(0, colon)))
            .filter(HostToken::isAddress)
        : Optional.empty();
  }

  /** A target that answered, or {@code -}: a redirect, a function, a request that was refused. */
  private static boolean isTarget(String token) {
    return token.equals("-") || address(token).isPresent();
  }

  private static boolean isSeconds(String token) {
    return token.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.' || c == '-');
  }

  private AlbLine() {}
}
