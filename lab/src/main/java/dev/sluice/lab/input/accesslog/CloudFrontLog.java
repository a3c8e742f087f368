// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.accesslog;

import dev.sluice.lab.input.Utf8;
import dev.sluice.model.Limits;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Parses a standard log of AWS's CloudFront, as "Standard logging reference" and "Configure
 * standard logging (legacy)" in the CloudFront Developer Guide describe it: W3C extended, with tabs
 * between the fields, which the line {@code #Fields:} names. Files may be joined, so a later header
 * replaces an earlier one.
 */
final class CloudFrontLog {

  private static final String FIELDS = "#Fields:";
  private static final String VERSION = "#Version:";
  private static final String ABSENT = "-";

  private static final int DATE_LENGTH = 10;
  private static final int TIME_LENGTH = 8;

  private List<String> fields = List.of();

  /** Whether the line is a header; the fields that it names are those of the lines after it. */
  boolean isHeader(String line) {
    if (line.startsWith(FIELDS)) {
      fields = List.of(line.substring(FIELDS.length()).strip().split("[ \\t]+"));
      return true;
    }
    return line.startsWith(VERSION);
  }

  /** Parses a line; empty where it is not an entry with the fields of the header. */
  Optional<AccessLogLine> parse(String line) {
    String[] values = line.split("\t", -1);
    if (values.length != fields.size()) {
      return Optional.empty();
    }
    Optional<OffsetDateTime> time = time(value(values, "date"), value(values, "time"));
    String client = value(values, "c-ip");
    String status = value(values, "sc-status");
    String bytes = value(values, "sc-bytes");
    String stem = value(values, "cs-uri-stem");
    if (time.isEmpty()
        || stem.isEmpty()
        || !(client.equals(ABSENT) || HostToken.isAddress(client))
        || !AccessLogLine.isNumber(Optional.of(status), Limits.STATUS)
        || !AccessLogLine.isNumber(Optional.of(bytes), Long.MAX_VALUE)) {
      return Optional.empty();
    }
    String query = value(values, "cs-uri-query");
    String target = query.equals(ABSENT) ? stem : stem + "?" + query;
    return Optional.of(
        new AccessLogLine(
            host(values),
            AccessLogLine.dashIsNull(client),
            time.get(),
            new RequestLine(
                AccessLogLine.dashIsNull(value(values, "cs-method")), decoded(target), null),
            status.equals(ABSENT) ? null : Integer.valueOf(status),
            bytes.equals(ABSENT) ? null : Long.valueOf(bytes),
            text(value(values, "cs(Referer)")),
            userAgent(value(values, "cs(User-Agent)"))));
  }

  /**
   * The viewer's host, which is always a name of this distribution; else the distribution's own.
   */
  private String host(String[] values) {
    String named = value(values, "x-host-header");
    String host = named.equals(ABSENT) ? value(values, "cs(Host)") : named;
    return AccessLogLine.dashIsNull(HostToken.withoutPort(decoded(host)).toLowerCase(Locale.ROOT));
  }

  /** A field's value as it is in the log, or {@code -} if the log does not have the field. */
  private String value(String[] values, String field) {
    int at = fields.indexOf(field);
    return at < 0 ? ABSENT : values[at];
  }

  private static Optional<OffsetDateTime> time(String date, String time) {
    if (date.length() != DATE_LENGTH || time.length() != TIME_LENGTH) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          OffsetDateTime.of(LocalDate.parse(date), LocalTime.parse(time), ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String text(String value) {
    return value.equals(ABSENT) ? null : decoded(value);
  }

  /**
   * The user agent. CloudFront once encoded it twice ({@code Mozilla/5.0%2520(…}), so that one that
   * has {@code %20} and no blank after the first time is decoded again.
   */
  private static String userAgent(String value) {
    String once = text(value);
    boolean twice = once != null && once.contains("%20") && once.indexOf(' ') < 0;
    return twice ? decoded(once) : once;
  }

  /**
   * Undoes the log's own encoding once: the escapes that the client wrote are {@code %25…} in the
   * log, and stay. So do those of control characters, which no database may be able to store, and
   * the whole text if it would not be UTF-8.
   */
  private static String decoded(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream plain = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      int escaped = escaped(bytes, i);
      boolean control = escaped < ' ' || escaped == 0x7f;
      plain.write(control ? bytes[i] : escaped);
      i += control ? 0 : 2;
    }
    return Utf8.decode(plain.toByteArray()).orElse(text);
  }

  /** The byte whose escape starts there, or -1 where none does. */
  private static int escaped(byte[] bytes, int at) {
    if (bytes[at] != '%' || at + 2 >= bytes.length) {
      return -1;
    }
    int high = Character.digit(bytes[at + 1], 16);
    int low = Character.digit(bytes[at + 2], 16);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }
}
