// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.accesslog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessLogLineTest {

  private static final String BEFORE = "203.0.113.9 - - [20/May/2015:12:05:17 +0000] ";
  private static final String AFTER = " 200 512 \"https://a.example/\" \"Agent/1\"";

  @Test
  void combinedFormatGivesEveryField() {
    AccessLogLine line =
        parsed(
            "203.0.113.9 - frank [10/Oct/2000:13:55:36 -0700] \"GET /a.gif?b=c HTTP/1.0\" 200 2326"
                + " \"http://www.example.com/start.html\" \"Mozilla/4.08 [en] (Win98; I ;Nav)\"");
    assertEquals("203.0.113.9", line.client());
    assertEquals(OffsetDateTime.parse("2000-10-10T13:55:36-07:00"), line.time());
    assertEquals(new RequestLine("GET", "/a.gif?b=c", null), line.request());
    assertEquals(200, line.status());
    assertEquals(2326, line.bytes());
    assertEquals("http://www.example.com/start.html", line.referrer());
    assertEquals("Mozilla/4.08 [en] (Win98; I ;Nav)", line.userAgent());
    assertNull(line.virtualHost());
  }

  @Test
  void commonFormatHasNeitherReferrerNorAgent() {
    AccessLogLine line = parsed(BEFORE + "\"GET / HTTP/1.1\" 304 -");
    assertEquals(304, line.status());
    assertNull(line.bytes());
    assertNull(line.referrer());
    assertNull(line.userAgent());
  }

  @Test
  void aDashIsAbsent() {
    AccessLogLine line = parsed(BEFORE + "\"GET / HTTP/1.1\" - - \"-\" \"-\"");
    assertNull(line.status());
    assertNull(line.bytes());
    assertNull(line.referrer());
    assertNull(line.userAgent());
    assertEquals("", parsed(BEFORE + "\"GET / HTTP/1.1\" 200 1 \"\" \"\"").userAgent());
  }

  @Test
  void escapedQuotesAndBackslashesAreUndoneAndOtherEscapesStay() {
    assertEquals(
        "a \"quoted\" agent \\ \\x16\\n",
        parsed(BEFORE + "\"GET / HTTP/1.1\" 200 1 \"-\" \"a \\\"quoted\\\" agent \\\\ \\x16\\n\"")
            .userAgent());
    assertEquals("/a\"b", parsed(BEFORE + "\"GET /a\\\"b HTTP/1.1\"" + AFTER).request().target());
    assertEquals(
        "ends in \\",
        parsed(BEFORE + "\"GET / HTTP/1.1\" 200 1 \"-\" \"ends in \\\\\"").userAgent());
  }

  @Test
  void aRequestLineMayBeVeryLong() {
    String target = "/" + "x".repeat(4_800 - "GET / HTTP/1.1".length());
    assertEquals(
        target, parsed(BEFORE + "\"GET " + target + " HTTP/1.1\"" + AFTER).request().target());
  }

  @ParameterizedTest
  @CsvSource({
    "http://Shop.Example/a?b=http://c/, shop.example",
    "https://shop.example:8443/, shop.example",
    "http://user:pass@shop.example/@x, shop.example",
    "http://[2001:db8::1]:80/, [2001:db8::1]",
    "http://shop.example, shop.example",
    "http://shop.example?q=1, shop.example",
    "http:///path,",
    "/redirect?to=http://other.example/,",
    "shop.example:443,"
  })
  void anAbsoluteUriBringsItsHost(String target, String host) {
    RequestLine request = RequestLine.of("GET " + target + " HTTP/1.1");
    assertEquals(new RequestLine("GET", target, host), request);
  }

  @ParameterizedTest
  @CsvSource({
    "shop.example:80, shop.example",
    "shop.example, shop.example",
    "198.51.100.1:443, 198.51.100.1",
    "198.51.100.1, 198.51.100.1",
    "[2001:db8::1]:443, [2001:db8::1]"
  })
  void aVirtualHostInFrontIsTold(String prefix, String host) {
    for (String client : new String[] {"203.0.113.9", "2001:db8::9", "::1"}) {
      AccessLogLine line = parsed(prefix + " " + commonFrom(client));
      assertEquals(host, line.virtualHost());
      assertEquals(client, line.client());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"203.0.113.9", "2001:db8::9", "::1", "fe80::1:80", "client.example"})
  void withoutAVirtualHostTheFirstFieldIsTheClient(String client) {
    AccessLogLine line = parsed(commonFrom(client));
    assertNull(line.virtualHost());
    assertEquals(client, line.client());
  }

  /**
   * RFC 7239, 5.2 and 6: the first is the client that the request came from, the others are
   * proxies.
   */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "198.51.100.7, 203.0.113.9              | 198.51.100.7",
        "198.51.100.7,203.0.113.9               | 198.51.100.7",
        "198.51.100.7, 203.0.113.9, 192.0.2.1   | 198.51.100.7",
        "198.51.100.7,203.0.113.9, 192.0.2.1    | 198.51.100.7",
        "2001:db8::7, 2001:db8::9               | 2001:db8::7",
        "2001:db8::7,203.0.113.9                | 2001:db8::7",
        "::ffff:198.51.100.7, 203.0.113.9       | ::ffff:198.51.100.7",
        "198.51.100.7:51234, 203.0.113.9:443    | 198.51.100.7",
        "[2001:db8::7]:51234, [2001:db8::9]     | 2001:db8::7",
        "198.51.100.7, unknown                  | 198.51.100.7",
        "198.51.100.7, _SEVKISEK, 203.0.113.9   | 198.51.100.7",
        "unknown, 203.0.113.9                   |",
        "_hidden, 203.0.113.9                   |",
        "-, 203.0.113.9                         |"
      })
  void ofAListOfForwardedAddressesTheFirstIsTheClient(String list, String client) {
    AccessLogLine line = parsed(commonFrom(list));
    assertEquals(client, line.client());
    assertNull(line.virtualHost());
    for (String host : new String[] {"shop.example:443", "shop.example", "[2001:db8::1]:443"}) {
      AccessLogLine named = parsed(host + " " + commonFrom(list));
      assertEquals(client, named.client());
      assertEquals(host.replaceAll(":443$", ""), named.virtualHost());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "198.51.100.7,, 203.0.113.9",
        "198.51.100.7 , 203.0.113.9",
        "198.51.100.7,",
        ", 203.0.113.9",
        "' OR 1=1, 203.0.113.9",
        "<script>, 203.0.113.9",
        "198.51.100.7, <script>",
        "999.51.100.7, 203.0.113.9",
        "web-1, nginx"
      })
  void aListThatHoldsSomethingElseIsInNeitherFormat(String list) {
    assertEquals(Optional.empty(), AccessLogLine.parse(commonFrom(list)));
    assertEquals(Optional.empty(), AccessLogLine.parse("shop.example:443 " + commonFrom(list)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-", "unknown", "_SEVKISEK", "unix:"})
  void aClientThatTheServerDoesNotKnowIsAbsent(String client) {
    assertNull(parsed(commonFrom(client)).client());
    AccessLogLine named = parsed("shop.example:443 " + commonFrom(client));
    assertNull(named.client());
    assertEquals("shop.example", named.virtualHost());
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.9:51234, 203.0.113.9",
    "[2001:db8::9]:51234, 2001:db8::9",
    "[2001:db8::9], 2001:db8::9",
    "fe80::1%eth0, fe80::1%eth0"
  })
  void aPortAndBracketsAreNoPartOfTheClientsAddress(String token, String address) {
    assertEquals(address, parsed(commonFrom(token)).client());
    AccessLogLine user = parsed(commonFrom(token).replace("- -", "- John Smith"));
    assertEquals(address, user.client());
    assertNull(user.virtualHost());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-", "_", "localhost", "b\u00fccher.example", "shop.example."})
  void aVirtualHostIsAHostNameOrAbsent(String host) {
    AccessLogLine line = parsed(host + " " + commonFrom("203.0.113.9"));
    assertEquals(host.equals("-") ? null : host, line.virtualHost());
    assertEquals("203.0.113.9", line.client());
  }

  /** Prefixes as syslog (RFC 3164 and 5424), journals, container tools and grep write them. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "<190>Mar 10 15:59:05 web-1 nginx: ",
        "Mar 10 15:59:05 web-1 nginx: ",
        "Mar  1 15:59:05 web-1 nginx[812]: ",
        "Mar 10 15:59:05 web-1 ",
        "<190>1 2026-03-10T15:59:05.003Z web-1 nginx - - - ",
        "1 2026-03-10T15:59:05.003Z web-1 nginx 812 - - ",
        "2026-03-10T15:59:05.003Z ",
        "2026-03-10T15:59:05+00:00 ",
        "2026-03-10 15:59:05.003 ",
        "2026-03-10T15:59:05.003Z stdout F ",
        "2026-03-10T15:59:05+00:00 app[web.1]: ",
        "1773158345.003 ",
        "20260310 ",
        "web-1  | ",
        "web-1 | ",
        "web_1      | ",
        "web-1 - ",
        "[pod/web-7d4b9c6f5-x2x7k/nginx] ",
        "web-7d4b9c6f5-x2x7k nginx ",
        "access.log:",
        "access.log:17:",
        "17:",
        "/var/log/nginx/access.log:",
        "./access.log:",
        "access.log: ",
        "nginx: ",
        "web-1: ",
        "> ",
        " ",
        "\t",
        "(2) ",
        "a,b ",
        "\ufeff"
      })
  void textInFrontThatIsNoPartOfTheFormatIsInNeitherFormat(String prefix) {
    for (String line :
        new String[] {
          commonFrom("203.0.113.9"),
          BEFORE + "\"GET / HTTP/1.1\"" + AFTER,
          "shop.example:443 " + commonFrom("203.0.113.9")
        }) {
      assertEquals(Optional.empty(), AccessLogLine.parse(prefix + line), prefix + line);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nginx:",
        "access.log:203.0.113.9",
        "access.log-203.0.113.9",
        "203.0.113.9.",
        "203.0.113",
        "1.2.3.4.5",
        "300.0.0.1",
        "2001:db8::1::2",
        "12345::1",
        "client.example:443",
        "a..b",
        ".example",
        "-x.example",
        "client/example",
        "\u200bclient.example",
        "fe80::1%",
        "[203.0.113.9",
        "(null)"
      })
  void whatIsNeitherAnAddressNorAHostNameIsNoClient(String client) {
    assertEquals(Optional.empty(), AccessLogLine.parse(commonFrom(client)));
  }

  @Test
  void aUsersNameWithBlanksNeedsAnIdentityThatIsAbsent() {
    String line = commonFrom("203.0.113.9");
    assertTrue(AccessLogLine.parse(line.replace("- -", "- John Smith")).isPresent());
    assertTrue(AccessLogLine.parse(line.replace("- -", "frank john")).isPresent());
    assertTrue(AccessLogLine.parse(line.replace("- -", "frank John Smith")).isEmpty());
  }

  @ParameterizedTest
  @CsvSource({
    "9223372036854775807, 9223372036854775807",
    "9223372036854775806, 9223372036854775806",
    "00512, 512"
  })
  void aByteCountIsTakenUpToTheContractsLimit(String count, long bytes) {
    assertEquals(bytes, parsed(BEFORE + "\"GET / HTTP/1.1\" 200 " + count).bytes());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"9223372036854775808", "12345678901234567890", "-1", "+1", "1e3", "\u0663"})
  void anyOtherByteCountIsInNeitherFormat(String count) {
    assertEquals(Optional.empty(), AccessLogLine.parse(BEFORE + "\"GET / HTTP/1.1\" 200 " + count));
  }

  @Test
  void aUsersNameMayHoldBlanksAndBrackets() {
    AccessLogLine line =
        parsed(
            "client.example - John [JS] Smith [01/Jan/2026:00:00:00 +0000] \"GET / HTTP/1.1\" 401"
                + " 0");
    assertEquals("client.example", line.client());
    assertEquals(401, line.status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {" ", "  ", " \"extra\"", " \"-\" \"10.0.0.1, 10.0.0.2\" 0.004", " 0.004 .", " -"})
  void moreFieldsAndTrailingBlanksAreLeftAlone(String trailing) {
    assertEquals("Agent/1", parsed(BEFORE + "\"GET / HTTP/1.1\"" + AFTER + trailing).userAgent());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 100, 408, 418, 429, 499, 599, 999})
  void everyStatusOfThreeDigitsIsTaken(int status) {
    String line = BEFORE + "\"GET / HTTP/1.1\" " + "%03d".formatted(status) + " 0 \"-\" \"-\"";
    assertEquals(status, parsed(line).status());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-",
        "\\x16\\x03\\x01\\x02",
        "SSH-2.0-Go",
        "quit",
        "t3 12.1.2",
        "get / http",
        "GET",
        "GET / HTTP",
        "GET  HTTP/1.1",
        " / HTTP/1.1",
        "HELP me"
      })
  void aRequestThatIsNoHttpIsKeptAsItIs(String request) {
    assertEquals(
        new RequestLine(null, request, null),
        parsed(BEFORE + "\"" + request + "\" 400 0 \"-\" \"-\"").request());
  }

  @Test
  void anEmptyRequestIsADash() {
    assertEquals(
        new RequestLine(null, "-", null), parsed(BEFORE + "\"\" 400 0 \"-\" \"-\"").request());
  }

  @Test
  void oldAndOddRequestsAreHttpToo() {
    assertEquals(new RequestLine("GET", "/", null), RequestLine.of("GET /"));
    assertEquals(new RequestLine("GET", "/a b", null), RequestLine.of("GET /a b HTTP/1.1"));
    assertEquals(new RequestLine("OPTIONS", "*", null), RequestLine.of("OPTIONS * HTTP/1.0"));
    assertEquals(new RequestLine("PRI", "*", null), RequestLine.of("PRI * HTTP/2.0"));
    assertEquals(new RequestLine("M-SEARCH", "*", null), RequestLine.of("M-SEARCH * HTTP/1.1"));
  }

  @Test
  void offsetsMayChangeFromLineToLine() {
    assertEquals(
        OffsetDateTime.parse("2025-10-26T02:59:59+02:00"), timeOf("26/Oct/2025:02:59:59 +0200"));
    assertEquals(
        OffsetDateTime.parse("2025-10-26T02:00:00+01:00"), timeOf("26/Oct/2025:02:00:00 +0100"));
    assertEquals(
        OffsetDateTime.parse("2024-02-29T00:00:00-03:30"), timeOf("29/Feb/2024:00:00:00 -0330"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "203.0.113.9 - - [20/May/2015:12:05:17 +0000]",
        "203.0.113.9 - - [20/May/2015:12:05:17] \"GET / HTTP/1.1\" 200 1",
        "203.0.113.9 - - [20/Mai/2015:12:05:17 +0000] \"GET / HTTP/1.1\" 200 1",
        "203.0.113.9 - - [30/Feb/2015:12:05:17 +0000] \"GET / HTTP/1.1\" 200 1",
        "203.0.113.9 - - [20/May/2015:12:05:60 +0000] \"GET / HTTP/1.1\" 200 1",
        "203.0.113.9 - - [20/May/2015:12:05:17 +1900] \"GET / HTTP/1.1\" 200 1",
        "203.0.113.9 - - [20/May/2015:12:05:17 +0000] \"GET / HTTP/1.1\"",
        "203.0.113.9 - - [20/May/2015:12:05:17 +0000] \"GET / HTTP/1.1\" 200",
        "203.0.113.9 - - [20/May/2015:12:05:17 +0000] \"GET / HTTP/1.1\" 2000 1",
        "203.0.113.9 - - [20/May/2015:12:05:17 +0000] \"GET / HTTP/1.1\" 20x 1",
        "203.0.113.9 - - [20/May/2015:12:05:17 +0000] \"GET / HTTP/1.1\" 200 1.5",
        "203.0.113.9 - - [20/May/2015:12:05:17 +0000] \"GET / HTTP/1.1 200 1",
        "203.0.113.9 - - [20/May/2015:12:05:17 +0000] \"GET / HTTP/1.1\" 200 1 \"-\"",
        "203.0.113.9 - - [20/May/2015:12:05:17 +0000] \"GET / HTTP/1.1\" 200 1 \"-\" \"no end",
        "203.0.113.9 - - [20/May/2015:12:05:17 +0000] \"GET / HTTP/1.1\" 200 1 \"-\" \"no end\\\"",
        "203.0.113.9 - - [20/May/2015:12:05:17 +0000] \"GET / HTTP/1.1\" 200 1 \"a\"b\" \"-\"",
        "203.0.113.9 [20/May/2015:12:05:17 +0000] \"GET / HTTP/1.1\" 200 1",
        "{\"event_time\":\"2026-01-01T00:00:00Z\"}"
      })
  void whatIsInNeitherFormatIsEmpty(String line) {
    assertEquals(Optional.empty(), AccessLogLine.parse(line));
  }

  @Test
  void bytesThatAreNotUtf8AreInNeitherFormat() {
    String text = BEFORE + "\"GET /caf\u00e9 HTTP/1.1\"" + AFTER;
    assertTrue(AccessLogLine.parse(text.getBytes(StandardCharsets.UTF_8)).isPresent());
    assertTrue(AccessLogLine.parse(text.getBytes(StandardCharsets.ISO_8859_1)).isEmpty());
  }

  private static AccessLogLine parsed(String line) {
    return AccessLogLine.parse(line).orElseThrow(() -> new AssertionError("not parsed: " + line));
  }

  private static OffsetDateTime timeOf(String time) {
    return parsed("203.0.113.9 - - [" + time + "] \"GET / HTTP/1.1\" 200 1").time();
  }

  private static String commonFrom(String client) {
    return client + " - - [20/May/2015:12:05:17 +0000] \"GET / HTTP/1.1\" 200 1";
  }
}
