// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.model.EventField;
import dev.sluice.model.EventMapping;
import dev.sluice.model.FieldPath;
import dev.sluice.model.FieldSource;
import dev.sluice.model.TimeFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventsFileTest {

  private static final String CADDY =
      """
      version: 1
      fields:
        event_time: { from: ts, format: epoch_seconds }
        host:       { from: request.host }
        url:        request.uri
        user_agent: { from: request.headers.User-Agent, first: true }
        status:     { from: status, text: allowed }
        bytes:      { value: 0 }
        method:     { value: "404" }
      """;

  private static final String CADDY_JSON =
      "{\"version\":1,\"fields\":{\"event_time\":{\"from\":\"ts\",\"format\":\"epoch_seconds\"},"
          + "\"host\":{\"from\":\"request.host\"},\"url\":{\"from\":\"request.uri\"},"
          + "\"method\":{\"value\":\"404\"},\"status\":{\"from\":\"status\",\"text\":\"allowed\"},"
          + "\"bytes\":{\"value\":0},"
          + "\"user_agent\":{\"from\":\"request.headers.User-Agent\",\"first\":true}}}";

  private static String canonical(String text) {
    return EventsFile.canonicalJson(EventsFile.parse("my.yaml", text));
  }

  private static void refused(String text, String message) {
    ConfigException e =
        assertThrows(ConfigException.class, () -> EventsFile.parse("my.yaml", text), text);
    assertEquals(message, e.getMessage());
  }

  /** The error of a file with these fields, the first of which is on line 3. */
  private static void refusedFields(String fields, String message) {
    refused("version: 1\nfields:\n" + fields.indent(2), "my.yaml:" + message);
  }

  @Test
  void readsEveryWayToWriteAField() {
    assertEquals(
        new EventMapping(
            Map.of(
                EventField.EVENT_TIME,
                FieldSource.Member.of(FieldPath.parse("ts"), TimeFormat.Named.EPOCH_SECONDS),
                EventField.HOST,
                FieldSource.Member.of(new FieldPath(List.of("request", "host")), null),
                EventField.URL,
                FieldSource.Member.of(FieldPath.parse("request.uri"), null),
                EventField.USER_AGENT,
                new FieldSource.Member(
                    new FieldPath(List.of("request", "headers", "User-Agent")), null, true, false),
                EventField.STATUS,
                new FieldSource.Member(FieldPath.parse("status"), null, false, true),
                EventField.BYTES,
                new FieldSource.Constant("0"),
                EventField.METHOD,
                new FieldSource.Constant("404"))),
        EventsFile.parse("my.yaml", CADDY));
  }

  @Test
  void r10_whatMeansTheSameHasTheSameCanonicalJson() {
    assertEquals(CADDY_JSON, canonical(CADDY));
    assertEquals(CADDY_JSON, canonical(CADDY_JSON));
    assertEquals(
        CADDY_JSON,
        canonical(
            """
            fields:
              user_agent: { first: true, from: request.headers.User-Agent }
              method: { value: 404 }
              bytes: { value: "0" }
              url: { first: false, from: request.uri }
              host: request.host
              status: { text: allowed, from: status }
              event_time: { format: epoch_seconds, from: ts }
            """));
    String rfc = "fields: {event_time: {from: t, format: rfc3339}, host: h, url: u}";
    assertEquals(canonical("fields: {event_time: t, host: h, url: u}"), canonical(rfc));
    String zone =
        "fields: {event_time: {from: t, format: 'yyyy-MM-dd HH:mm', zone: '%s'}, host: h, url: u}";
    assertEquals(canonical(zone.formatted("Z")), canonical(zone.formatted("-00:00")));
    assertNotEquals(canonical(zone.formatted("Z")), canonical(zone.formatted("+01:00")));
  }

  @Test
  void r10_canonicalJsonEscapesWhatItMust() {
    String text =
        "fields: {event_time: 'a\\.b.c\\\\d', host: \"h\\u00e9\\u2028\\\"\", url: {value: \"\\u0007\"}}";
    String json =
        "{\"version\":1,\"fields\":{\"event_time\":{\"from\":\"a\\\\.b.c\\\\\\\\d\"},"
            + "\"host\":{\"from\":\"h\u00e9\\u2028\\\"\"},\"url\":{\"value\":\"\\u0007\"}}}";
    assertEquals(json, canonical(text));
    assertEquals(json, canonical(json));
  }

  /** By sha256sum. */
  @Test
  void r10_theIdentityIsTheSha256OfTheCanonicalJson() {
    assertEquals(
        "8546233554a1b3ecd2378a88b00abe89412f65ab4ce370cb22d15b75e2d4343f",
        EventsFile.sha256(EventsFile.parse("my.yaml", CADDY)));
  }

  @Test
  void r13_namesFileLineKeyAndWhatIsAllowed() {
    refused("# nothing\n", "my.yaml: is empty; write version: 1 and fields:");
    refused("version: 2\nfields: {}", "my.yaml:1: version: '2' is not known; allowed: 1");
    refused(
        "fields:\n  - host",
        "my.yaml:2: fields: is a list; allowed: a mapping with event_id,"
            + " event_time, host, url, ip, method, status, bytes, referrer, user_agent");
    refused("rules: []", "my.yaml:1: 'rules' is not a key here; allowed: version, fields");
    refusedFields(
        "hots: h",
        "3: fields: 'hots' is not a key here; did you mean host? allowed: event_id, event_time,"
            + " host, url, ip, method, status, bytes, referrer, user_agent");
    refusedFields(
        "host: h", "3: fields: lacks event_time, url; event_time, host and url must be mapped");
    refusedFields(
        "event_time: t\nhost: h\nurl: u\nip: [a]",
        "6: fields.ip: is a list; allowed: a mapping with from, value, first");
    refusedFields(
        "host:",
        "3: fields.host: is nothing; write a text, in quotes if it is empty or means that word");
    refusedFields("host: {}", "3: fields.host: lacks from and value; give one of them");
    refusedFields(
        "host: {from: h, value: x}", "3: fields.host: has both from and value; give one of them");
    refusedFields(
        "host:\n  value: x\n  first: true",
        "5: fields.host: 'first' is not a key here; allowed: value");
    refusedFields("event_time: {first: true}", "3: fields.event_time: lacks from");
    refusedFields(
        "event_time: {value: 1}",
        "3: fields.event_time: 'value' is not a key here; allowed: from, format, first");
  }

  @Test
  void r13_keysThatDoNotApplyAreRefused() {
    refusedFields(
        "host: {from: h, format: rfc3339}",
        "3: fields.host: 'format' is not a key here; allowed: from, value, first");
    refusedFields(
        "host: {from: h, text: allowed}",
        "3: fields.host: 'text' is not a key here; allowed: from, value, first");
    refusedFields(
        "event_time: {from: t, text: allowed}",
        "3: fields.event_time: 'text' is not a key here; allowed: from, format, first");
    refusedFields(
        "event_time: {from: t, format: epoch_seconds, zone: Z}",
        "3: fields.event_time.zone: 'Z' is not a key here; allowed with a pattern that has no offset");
    refusedFields(
        "status: {from: s, text: yes}",
        "3: fields.status.text: 'yes' is not known; write text: allowed if numbers may be in"
            + " strings, or remove the key");
    refusedFields(
        "ip: {from: i, first: 1}", "3: fields.ip.first: '1' is not known; allowed: true, false");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "host: a.b.c.d.e | 3: fields.host: 'a.b.c.d.e' has 5 names; allowed: 1 to 4",
        "host: {from: a..b} | 3: fields.host.from: 'a..b' has an empty name; allowed: names"
            + " separated by single dots, \\. for a dot in a name",
        "host: 'a\\b' | 3: fields.host: 'a\\b' has a lone backslash; allowed: \\. for a dot and \\\\"
            + " for a backslash in a name",
        "event_time: {from: t, format: epoch_secons} | 3: fields.event_time.format: 'epoch_secons' is"
            + " not a format; did you mean epoch_seconds? allowed: rfc3339, epoch_seconds,"
            + " epoch_millis, epoch_micros, epoch_nanos, or a pattern such as yyyy-MM-dd"
            + " HH:mm:ssXXX",
        "event_time: {from: t, format: dd/MMM/yy:HH:mm:ss Z} | 3: fields.event_time.format:"
            + " 'dd/MMM/yy:HH:mm:ss Z' is neither a format's name nor a pattern: it has yy;"
            + " allowed: yyyy, MM, MMM, dd,"
      })
  void r13_wrongValuesAreShown(String field, String start) {
    ConfigException e =
        assertThrows(
            ConfigException.class,
            () -> EventsFile.parse("my.yaml", "version: 1\nfields:\n  " + field + "\n"));
    assertTrue(e.getMessage().startsWith("my.yaml:" + start), e.getMessage());
  }

  @Test
  void r13_whatIsWrongBetweenTwoFieldsIsNamedAtTheSecond() {
    String start = "event_time: t\nhost: a.b\n";
    refusedFields(
        start + "url: a.b",
        "5: fields.url: 'a.b' is the path of host already; each field has its own");
    refusedFields(
        start + "url: {from: a}",
        "5: fields.url.from: 'a' and the path of host ('a.b') lead through each other; a place has"
            + " either an object or a field");
    refusedFields(
        start + "url: u\nstatus: {value: 1000}",
        "6: fields.status.value: '1000' is not a number of this field; allowed: digits, 0 to 999");
    refusedFields(
        start + "url: {value: ''}",
        "5: fields.url.value: '' is empty; allowed: 1 to 16384 UTF-8 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Europe/Berlin", "CET"})
  void r13_aRegionIsRefusedWithTheReason(String zone) {
    refusedFields(
        "event_time: {from: t, format: 'yyyy-MM-dd HH:mm', zone: " + zone + "}",
        "3: fields.event_time.zone: '"
            + zone
            + "' is a region, whose rules change from one release of Java to the next, so two"
            + " machines would not agree; allowed: Z, or an offset such as +02:00");
  }
}
