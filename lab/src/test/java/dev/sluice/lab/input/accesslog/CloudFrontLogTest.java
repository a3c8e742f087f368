// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.accesslog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines written by hand, with the fields that AWS documents. */
class CloudFrontLogTest {

  /** The 33 fields of a standard log, in their order, and a value of each. */
  private static final List<Map.Entry<String, String>> ENTRY =
      List.of(
          Map.entry("date", "2026-01-15"),
          Map.entry("time", "10:00:07"),
          Map.entry("x-edge-location", "LHR62-C2"),
          Map.entry("sc-bytes", "5190"),
          Map.entry("c-ip", "203.0.113.9"),
          Map.entry("cs-method", "GET"),
          Map.entry("cs(Host)", "d111111abcdef8.cloudfront.net"),
          Map.entry("cs-uri-stem", "/lamps/desk"),
          Map.entry("sc-status", "200"),
          Map.entry("cs(Referer)", "https://blog.example/post"),
          Map.entry("cs(User-Agent)", "Mozilla/5.0%20(X11;%20Linux%20x86_64)"),
          Map.entry("cs-uri-query", "sort=price"),
          Map.entry("cs(Cookie)", "-"),
          Map.entry("x-edge-result-type", "Hit"),
          Map.entry(
              "x-edge-request-id", "SOX4xwn4XV6Q4rgb7XiVGOHms_BGlTAC4KyHmureZmBNrjGdRLiNIQ=="),
          Map.entry("x-host-header", "www.shop.example"),
          Map.entry("cs-protocol", "https"),
          Map.entry("cs-bytes", "231"),
          Map.entry("time-taken", "0.082"),
          Map.entry("x-forwarded-for", "-"),
          Map.entry("ssl-protocol", "TLSv1.3"),
          Map.entry("ssl-cipher", "TLS_AES_128_GCM_SHA256"),
          Map.entry("x-edge-response-result-type", "Hit"),
          Map.entry("cs-protocol-version", "HTTP/2.0"),
          Map.entry("fle-status", "-"),
          Map.entry("fle-encrypted-fields", "-"),
          Map.entry("c-port", "11040"),
          Map.entry("time-to-first-byte", "0.080"),
          Map.entry("x-edge-detailed-result-type", "Hit"),
          Map.entry("sc-content-type", "text/html"),
          Map.entry("sc-content-len", "5000"),
          Map.entry("sc-range-start", "-"),
          Map.entry("sc-range-end", "-"));

  @Test
  void aLineGivesItsFields() {
    assertEquals(
        new AccessLogLine(
            "www.shop.example",
            "203.0.113.9",
            OffsetDateTime.parse("2026-01-15T10:00:07Z"),
            new RequestLine("GET", "/lamps/desk?sort=price", null),
            200,
            5190L,
            "https://blog.example/post",
            "Mozilla/5.0 (X11; Linux x86_64)"),
        parsed(Map.of()));
  }

  @Test
  void theHeaderGivesTheOrderAndALaterOneReplacesIt() {
    CloudFrontLog log = new CloudFrontLog();
    assertTrue(log.isHeader("#Version: 1.0"));
    assertTrue(log.isHeader("#Fields: " + String.join(" ", names(ENTRY))));
    AccessLogLine first = log.parse(line(ENTRY, Map.of())).orElseThrow();
    List<Map.Entry<String, String>> reversed = new ArrayList<>(ENTRY);
    Collections.reverse(reversed);
    assertEquals(Optional.empty(), log.parse(line(reversed, Map.of())), "fields of another order");
    assertTrue(log.isHeader("#Fields: " + String.join("\t", names(reversed))));
    assertEquals(Optional.of(first), log.parse(line(reversed, Map.of())));
  }

  @Test
  void noLineIsAnEntryBeforeAHeader() {
    CloudFrontLog log = new CloudFrontLog();
    assertEquals(Optional.empty(), log.parse(line(ENTRY, Map.of())));
    assertEquals(Optional.empty(), log.parse(""));
    assertFalse(log.isHeader("# a remark"));
    assertFalse(log.isHeader("2026-01-15\t10:00:07"));
  }

  /** Fields can be chosen in the newer kind of standard log. */
  @Test
  void fieldsThatTheHeaderLacksAreAbsent() {
    CloudFrontLog log = new CloudFrontLog();
    assertTrue(log.isHeader("#Fields: date time cs-uri-stem"));
    assertEquals(
        Optional.of(
            new AccessLogLine(
                null,
                null,
                OffsetDateTime.parse("2026-01-15T10:00:07Z"),
                new RequestLine(null, "/x", null),
                null,
                null,
                null,
                null)),
        log.parse("2026-01-15\t10:00:07\t/x"));
    assertTrue(log.isHeader("#Fields: time cs-uri-stem"));
    assertEquals(Optional.empty(), log.parse("10:00:07\t/x"), "without a date");
  }

  @Test
  void aDashIsAbsent() {
    AccessLogLine line =
        parsed(
            Map.of(
                "c-ip", "-",
                "cs-method", "-",
                "sc-status", "-",
                "sc-bytes", "-",
                "cs(Referer)", "-",
                "cs(User-Agent)", "-",
                "cs-uri-query", "-",
                "x-host-header", "-"));
    assertEquals(
        new AccessLogLine(
            "d111111abcdef8.cloudfront.net",
            null,
            OffsetDateTime.parse("2026-01-15T10:00:07Z"),
            new RequestLine(null, "/lamps/desk", null),
            null,
            null,
            null,
            null),
        line);
  }

  @Test
  void aViewerThatLeftHasTheStatusZeroAndAnIpv6AddressIsAClient() {
    AccessLogLine line =
        parsed(
            Map.of(
                "sc-status", "000",
                "c-ip", "2001:0db8:85a3:0000:0000:8a2e:0370:7334",
                "x-forwarded-for", "198.51.100.7"));
    assertEquals(0, line.status());
    assertEquals("2001:0db8:85a3:0000:0000:8a2e:0370:7334", line.client());
  }

  @ParameterizedTest
  @CsvSource({
    "Mozilla/5.0%20(X11;%20Linux%20x86_64), Mozilla/5.0 (X11; Linux x86_64)",
    // As CloudFront wrote it until a few years ago: encoded twice.
    "Mozilla/5.0%2520(X11;%2520Linux%2520x86_64), Mozilla/5.0 (X11; Linux x86_64)",
    // Encoded once; the first escape is the client's own.
    "My%2520Shop/1%20CFNetwork/1408, My%20Shop/1 CFNetwork/1408",
    "%22quoted%22%20%7B%7D%5C, '\"quoted\" {}\\'",
    "caf%C3%A9%20%F0%9F%98%80, café 😀",
    "50%25%20off, 50% off",
    "curl/8.5.0, curl/8.5.0",
    // Not an escape, not UTF-8, and what no database may be able to store: as it is.
    "100%, 100%",
    "%4, %4",
    "%zz%20x, %zz x",
    "%FF%20x, %FF%20x",
    "a%00b%0A%7Fc, a%00b%0A%7Fc"
  })
  void theUserAgentIsDecoded(String value, String agent) {
    assertEquals(agent, parsed(Map.of("cs(User-Agent)", value)).userAgent());
  }

  @ParameterizedTest
  @CsvSource({
    "/a, -, /a",
    "/a, q=1&r=2, /a?q=1&r=2",
    // The client asked for /a%20b?next=%2Fcart; the log encodes its percent signs.
    "/a%2520b, next=%252Fcart, /a%20b?next=%2Fcart",
    "/a%7Cb, q=%22x%22, '/a|b?q=\"x\"'",
    "/caf%C3%A9, -, /café"
  })
  void theUrlIsStemAndQueryAsTheClientSentThem(String stem, String query, String url) {
    AccessLogLine line = parsed(Map.of("cs-uri-stem", stem, "cs-uri-query", query));
    assertEquals(new RequestLine("GET", url, null), line.request());
  }

  @ParameterizedTest
  @CsvSource({
    "WWW.Shop.Example, www.shop.example",
    "www.shop.example:8443, www.shop.example",
    "-, d111111abcdef8.cloudfront.net"
  })
  void theHostIsTheViewersOrTheDistributions(String header, String host) {
    assertEquals(host, parsed(Map.of("x-host-header", header)).virtualHost());
  }

  @ParameterizedTest
  @CsvSource({
    "date, 2026-02-30",
    "date, 15/01/2026",
    "date, -",
    "time, 10:00",
    "time, 24:00:00",
    "time, 10:00:60",
    "c-ip, somewhere",
    "sc-status, 2000",
    "sc-status, 20x",
    "sc-bytes, 1.5",
    "sc-bytes, 9223372036854775808",
    "cs-uri-stem, ''",
    "c-port, '11040\t'"
  })
  void anEntryWithAWrongFieldIsNone(String field, String value) {
    assertEquals(Optional.empty(), log().parse(line(ENTRY, Map.of(field, value))));
  }

  private static AccessLogLine parsed(Map<String, String> instead) {
    String line = line(ENTRY, instead);
    return log().parse(line).orElseThrow(() -> new AssertionError("not parsed: " + line));
  }

  private static CloudFrontLog log() {
    CloudFrontLog log = new CloudFrontLog();
    assertTrue(log.isHeader("#Fields: " + String.join(" ", names(ENTRY))));
    return log;
  }

  private static List<String> names(List<Map.Entry<String, String>> fields) {
    return fields.stream().map(Map.Entry::getKey).toList();
  }

  private static String line(List<Map.Entry<String, String>> fields, Map<String, String> instead) {
    return String.join(
        "\t",
        fields.stream()
            .map(field -> instead.getOrDefault(field.getKey(), field.getValue()))
            .toList());
  }
}
