// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.throughput;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.sluice.engine.config.EventsFile;
import dev.sluice.lab.input.Input;
import dev.sluice.lab.input.InputFacts;
import dev.sluice.lab.input.InputRecord;
import dev.sluice.lab.input.InputRecords;
import dev.sluice.model.Decoded;
import dev.sluice.model.EventDecoder;
import dev.sluice.model.Limits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Traffic whose events are written as a web server writes its log: nested, under other names, with
 * the time as seconds. The text of the other values, the order of the members, their layout and
 * members that are ignored stay the same, and so does a record that is not an event: with {@link
 * #MAPPING} it is not one either.
 */
final class MappedTraffic implements Input {

  /** Where the fields are, as canonical JSON. */
  static final String MAPPING =
      EventsFile.canonicalJson(
          EventsFile.parse(
              "mapped",
              """
              version: 1
              fields:
                event_id: request.id
                event_time: { from: ts, format: epoch_seconds }
                host: request.host
                url: request.uri
                ip: request.remote_ip
                method: request.method
                status: status
                bytes: size
                referrer: { from: request.headers.Referer, first: true }
                user_agent: { from: request.headers.User-Agent, first: true }
              """));

  private static final String TIME = "event_time";

  /** The path of each field that is elsewhere. */
  private static final Map<String, List<String>> PATHS =
      Map.of(
          "event_id",
          List.of("request", "id"),
          TIME,
          List.of("ts"),
          "host",
          List.of("request", "host"),
          "url",
          List.of("request", "uri"),
          "ip",
          List.of("request", "remote_ip"),
          "method",
          List.of("request", "method"),
          "bytes",
          List.of("size"),
          "referrer",
          List.of("request", "headers", "Referer"),
          "user_agent",
          List.of("request", "headers", "User-Agent"));

  /** The length of the paths to values that are the first ones of arrays. */
  private static final int IN_ARRAY = 3;

  private static final int MICRO_DIGITS = 6;
  private static final JsonFactory JSON = new JsonFactory();

  private final Input plain;

  /**
   * @param plain events with the model's own names
   */
  MappedTraffic(Input plain) {
    this.plain = plain;
  }

  @Override
  public int partitions() {
    return plain.partitions();
  }

  @Override
  public InputFacts facts() {
    return plain.facts();
  }

  @Override
  public InputRecords records() {
    return new Mapped(plain.records());
  }

  /** The mean size of the values of that many records from the start. */
  static double averageBytes(Input input, int records) {
    try (InputRecords all = input.records()) {
      long bytes = 0;
      int count = 0;
      while (count < records && all.hasNext()) {
        byte[] value = all.next().value();
        bytes += value == null ? 0 : value.length;
        count++;
      }
      return (double) bytes / count;
    }
  }

  /** An event in the other shape. */
  static String mapped(String json, long eventTimeMicros) {
    try (JsonParser parser = JSON.createParser(json)) {
      Members members = new Members();
      String comma = null;
      String colon = null;
      String open = null;
      int end = 0;
      parser.nextToken();
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        String before = json.substring(end, json.indexOf('"', end));
        parser.nextToken();
        int start = (int) parser.currentTokenLocation().getCharOffset();
        parser.skipChildren();
        parser.finishToken();
        open = open == null ? before : open;
        comma = end == 0 ? comma : before;
        colon = json.substring(json.lastIndexOf('"', start - 1) + 1, start);
        end = (int) parser.currentLocation().getCharOffset();
        List<String> path = PATHS.getOrDefault(name, List.of(name));
        String value = name.equals(TIME) ? seconds(eventTimeMicros) : json.substring(start, end);
        members.add(path, path.size() == IN_ARRAY ? "[" + value + "]" : value);
      }
      return members.json(open, colon, comma, json.substring(end));
    } catch (IOException e) {
      throw new UncheckedIOException("not JSON: " + json, e);
    }
  }

  private static String seconds(long micros) {
    return BigDecimal.valueOf(micros, MICRO_DIGITS).stripTrailingZeros().toPlainString();
  }

  /** One reading of the plain events, each rewritten. */
  private static final class Mapped extends InputRecords {

    private final InputRecords plain;
    private final EventDecoder decoder = new EventDecoder();

    Mapped(InputRecords plain) {
      this.plain = plain;
    }

    @Override
    protected InputRecord advance() {
      return plain.hasNext() ? mapped(plain.next()) : null;
    }

    private InputRecord mapped(InputRecord record) {
      if (!(decoder.decode(record.value()) instanceof Decoded.Ok ok)) {
        return record;
      }
      byte[] json =
          MappedTraffic.mapped(new String(record.value(), UTF_8), ok.event().eventTimeMicros())
              .getBytes(UTF_8);
      return new InputRecord(
          record.partition(),
          record.timestampMillis(),
          record.key(),
          // The largest events end in many blanks, of which the longer names replace a few.
          json.length > Limits.RECORD_BYTES ? Arrays.copyOf(json, Limits.RECORD_BYTES) : json,
          record.label());
    }

    @Override
    public void close() {
      plain.close();
    }
  }

  /** The members of an object in their order; a name may occur more than once. */
  private static final class Members {

    private final List<String> names = new ArrayList<>();
    private final List<Object> values = new ArrayList<>(); // raw JSON, or members

    void add(List<String> path, String value) {
      String name = path.get(0);
      if (path.size() == 1) {
        names.add(name);
        values.add(value);
        return;
      }
      if (!names.contains(name)) {
        names.add(name);
        values.add(new Members());
      }
      ((Members) values.get(names.indexOf(name))).add(path.subList(1, path.size()), value);
    }

    String json(String open, String colon, String comma, String close) {
      StringJoiner all = new StringJoiner(comma, open, close);
      for (int i = 0; i < names.size(); i++) {
        Object value = values.get(i);
        all.add(
            "\""
                + names.get(i)
                + "\""
                + colon
                + (value instanceof Members below
                    ? below.json(open, colon, comma, close.stripTrailing())
                    : value));
      }
      return all.toString();
    }
  }
}
