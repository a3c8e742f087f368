// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.accesslog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.time.OffsetDateTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines written by hand, in the order of fields that AWS documents. */
class AlbLineTest {

  private static final String HEAD =
      "https 2026-01-15T10:00:00.186641Z app/shop/50dc6c495c0c9188 203.0.113.9:2817 ";

  private static final String TARGET = "192.0.2.1:80 0.000 0.001 0.000 200 200 34 366 ";

  private static final String REQUEST =
      "\"GET https://www.shop.example:443/lamps?sort=price HTTP/1.1\" ";

  private static final String AGENT = "\"Mozilla/5.0 (X11; Linux x86_64)\" ";

  private static final String TLS =
      "ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2"
          + " arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/shop/73e2d6bc24d8a067"
          + " \"Root=1-58337281-1d84f3d73c47ec4e58577259\" ";

  private static final String REST =
      "\"www.shop.example\" \"arn:aws:acm:eu-west-1:123456789012:certificate/12345678\""
          + " 1 2026-01-15T10:00:00.185000Z \"waf,forward\" \"-\" \"-\" \"192.0.2.1:80\" \"200\" \"-\" \"-\""
          + " TID_1234abcd5678ef90";

  private static final String LINE = HEAD + TARGET + REQUEST + AGENT + TLS + REST;

  @Test
  void aLineGivesItsFields() {
    assertEquals(
        new AccessLogLine(
            "www.shop.example",
            "203.0.113.9",
            OffsetDateTime.parse("2026-01-15T10:00:00.186641Z"),
            new RequestLine("GET", "/lamps?sort=price", "www.shop.example"),
            200,
            366L,
            null,
            "Mozilla/5.0 (X11; Linux x86_64)"),
        parsed(LINE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"http", "https", "h2", "grpc", "grpcs", "ws", "wss"})
  void everyTypeOfConnectionIsTaken(String type) {
    assertEquals(200, parsed(LINE.replace("https 2026", type + " 2026")).status());
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.9:2817, 203.0.113.9",
    "2001:db8::1:2817, 2001:db8::1",
    "2001:db8:0:1:2:3:4:5:2817, 2001:db8:0:1:2:3:4:5",
    "[2001:db8::1]:2817, 2001:db8::1"
  })
  void theClientIsTheAddressBeforeTheLastColon(String client, String address) {
    assertEquals(address, parsed(LINE.replace("203.0.113.9:2817", client)).client());
  }

  /** AWS WAF refused it, or a function or a redirect answered: there is no target. */
  @Test
  void aRequestWithoutATargetIsAnEntryToo() {
    String refused = "- -1 -1 -1 403 - 34 366 ";
    AccessLogLine line = parsed(LINE.replace(TARGET, refused).replace("waf,forward", "waf"));
    assertEquals(403, line.status());
    assertEquals(366, line.bytes());
    assertEquals("203.0.113.9", line.client());
  }

  @Test
  void aDashIsAbsent() {
    String line =
        HEAD + "- -1 -1 -1 - - 0 0 \"- http://shop.example:80- -\" \"-\" - - - \"-\" \"-\" \"-\" -";
    AccessLogLine parsed = parsed(line + " 2026-01-15T10:00:00.000000Z \"-\" \"-\" \"-\"");
    assertNull(parsed.status());
    assertNull(parsed.userAgent());
    assertNull(parsed.virtualHost());
    assertEquals(0, parsed.bytes());
    assertEquals(new RequestLine(null, "- http://shop.example:80- -", null), parsed.request());
  }

  @ParameterizedTest
  @CsvSource({
    "http://shop.example:80/, /, shop.example",
    "http://shop.example:80, /, shop.example",
    "https://Shop.Example:443/A%20b?q=%22x%22, /A%20b?q=%22x%22, shop.example",
    "https://shop.example:443?q=1, /?q=1, shop.example",
    "https://[2001:db8::2]:443/x, /x, [2001:db8::2]",
    "http://shop.example:80/to?u=http://other.example/, /to?u=http://other.example/, shop.example"
  })
  void theUrlIsPathAndQueryAndTheHostIsTheRequests(String target, String url, String host) {
    String line = LINE.replace("https://www.shop.example:443/lamps?sort=price", target);
    assertEquals(new RequestLine("GET", url, host), parsed(line).request());
  }

  @Test
  void quotesInQuotedFieldsAreEscaped() {
    AccessLogLine line =
        parsed(
            LINE.replace("(X11; Linux x86_64)", "\\\"quoted\\\" \\x22hex\\x22")
                .replace("sort=price", "q=\\x22a\\x22"));
    assertEquals("Mozilla/5.0 \"quoted\" \\x22hex\\x22", line.userAgent());
    assertEquals("/lamps?q=\\x22a\\x22", line.request().target());
  }

  /** Logs of 2016 ended after the trace; fields were added since, and will be. */
  @Test
  void fieldsAtTheEndMayBeFewerOrMore() {
    AccessLogLine old = parsed((HEAD + TARGET + REQUEST + AGENT + TLS).strip());
    assertNull(old.virtualHost());
    assertEquals("www.shop.example", old.request().host());
    assertEquals(200, parsed((HEAD + TARGET + REQUEST + AGENT).strip()).status());
    assertEquals("www.shop.example", parsed(LINE + " \"new\" 17").virtualHost());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "https",
        "tcp 2026-01-15T10:00:00.186641Z app/shop/1 203.0.113.9:2817",
        "https 2026-01-15T10:00:00.186641Z"
      })
  void aLineThatStartsOtherwiseOrEndsEarlyIsNoEntry(String line) {
    assertEquals(Optional.empty(), AlbLine.parse(line));
  }

  @ParameterizedTest
  @CsvSource({
    "https 2026, tls 2026",
    "2026-01-15T10:00:00.186641Z app, 2026-02-30T10:00:00.186641Z app",
    "2026-01-15T10:00:00.186641Z app, 15/Jan/2026:10:00:00 app",
    "203.0.113.9:2817, 203.0.113.9",
    "203.0.113.9:2817, client.example:2817",
    "203.0.113.9:2817, 203.0.113.9:",
    "192.0.2.1:80 0.000, nowhere 0.000",
    "0.001 0.000 200, x 0.000 200",
    "200 200 34, 2000 200 34",
    "200 200 34, 200 20x 34",
    "34 366, 34 9223372036854775808",
    "34 366, 34 36.6",
    "HTTP/1.1\", HTTP/1.1",
    "Linux x86_64), Linux \" x86_64)"
  })
  void anEntryWithAWrongFieldIsNone(String right, String wrong) {
    assertEquals(Optional.empty(), AlbLine.parse(LINE.replace(right, wrong)));
  }

  private static AccessLogLine parsed(String line) {
    return AlbLine.parse(line).orElseThrow(() -> new AssertionError("not parsed: " + line));
  }
}
