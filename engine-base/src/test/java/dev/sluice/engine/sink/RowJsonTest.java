// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.model.Event;
import dev.sluice.model.LogRecord;
import dev.sluice.model.Outcome;
import dev.sluice.model.Position;
import dev.sluice.model.Reason;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowJsonTest {

  private static final Position AT = new Position(3, 9_007_199_254_740_993L);

  private static DecidedRecord decided(byte[] value, Outcome outcome) {
    return new DecidedRecord(new LogRecord(AT, 0, value), outcome);
  }

  private static Event event(String id, long micros, String url) {
    return new Event(id, micros, "shop.example", url, null, "GET", 200, 1L << 40, null, "curl");
  }

  private static String json(List<String> columns, Row row) {
    return new String(new RowJson(columns).of(row), UTF_8);
  }

  private static Row processed(Event event) {
    return Row.Processed.of("hits", decided(new byte[0], new Outcome.Accepted(event)));
  }

  @Test
  void hasTheColumnsInTheirOrder() {
    assertEquals(
        "{\"source_partition\":3,\"source_offset\":9007199254740993,\"identity\":\"e:1\","
            + "\"event_time\":\"2023-11-14T22:13:20.000001Z\",\"host\":\"shop.example\","
            + "\"url\":\"/a\",\"ip\":null,\"method\":\"GET\",\"status\":200,"
            + "\"bytes\":1099511627776,\"referrer\":null,\"user_agent\":\"curl\"}",
        json(Row.Processed.COLUMNS, processed(event("1", 1_700_000_000_000_001L, "/a"))));
  }

  @Test
  void escapesWhatJsonMustAndNothingElse() {
    String url = "/\"q\"\\\t\u0001\u007fä\u20ac\uD83D\uDE00\u2028</script>";
    String json = json(Row.Processed.COLUMNS, processed(event("1", 0, url)));
    String shown = json.substring(json.indexOf("\"url\":") + 6, json.indexOf(",\"ip\""));
    assertEquals(
        "\"/\\\"q\\\"\\\\\\u0009\\u0001\\u007fä\u20ac\uD83D\uDE00\u2028</script>\"", shown);
  }

  @Test
  void writesTimesBeforeTheEpochAndAtTheEndsOfTheYears() {
    for (String time :
        new String[] {
          "0001-01-01T00:00:00Z", "1969-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.100Z"
        }) {
      assertEquals(time, time(micros(time)));
    }
  }

  @Test
  void writesEachTimeAsInstantDoes() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    long first = micros("0001-01-01T00:00:00Z");
    long last = micros("9999-12-31T23:59:59.999999Z");
    for (int i = 0; i < 10_000; i++) {
      long unit = new long[] {1, 1_000, 1_000_000}[i % 3];
      long micros = Math.floorDiv(random.nextLong(first, last), unit) * unit;
      assertEquals(
          Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString(),
          time(micros),
          () -> "seed " + seed);
    }
  }

  private static long micros(String time) {
    Instant instant = Instant.parse(time);
    return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
  }

  private static String time(long micros) {
    String json = json(Row.Processed.COLUMNS, processed(event("1", micros, "/")));
    return json.replaceAll(".*\"event_time\":\"([^\"]*)\".*", "$1");
  }

  @Test
  void writesBytesAsBase64() {
    Row late =
        Row.LateEvent.of(
            "hits", decided(new byte[] {0, -1, 'a'}, new Outcome.Late(event("1", 0, "/"), 7)));
    assertEquals(
        "{\"source_partition\":3,\"source_offset\":9007199254740993,\"reason\":\"late\","
            + "\"identity\":\"e:1\",\"event_time\":\"1970-01-01T00:00:00Z\",\"lateness_micros\":7,"
            + "\"raw\":\"AP9h\",\"raw_length\":3,\"raw_sha256\":\"of 32 bytes\"}",
        json(Row.LateEvent.COLUMNS, late)
            .replaceAll("(\"raw_sha256\":)\"[A-Za-z0-9+/]{43}=\"", "$1\"of 32 bytes\""));
  }

  @Test
  void writesThatThereIsNoValue() {
    Row dead = Row.DeadLetter.of(decided(null, new Outcome.Malformed(Reason.NULL_VALUE)));
    assertEquals(
        "{\"source_partition\":3,\"source_offset\":9007199254740993,\"reason\":\"null_value\","
            + "\"raw\":null,\"raw_length\":null,\"raw_sha256\":null}",
        json(Row.DeadLetter.COLUMNS, dead));
  }

  @Test
  void aLongTextAfterAShortOneLeavesNoTrace() {
    RowJson json = new RowJson(Row.Processed.COLUMNS);
    byte[] first = json.of(processed(event("1", 0, "/")));
    json.of(processed(event("2", 0, "/" + "x".repeat(10_000))));
    assertEquals(
        new String(first, UTF_8), new String(json.of(processed(event("1", 0, "/"))), UTF_8));
  }
}
