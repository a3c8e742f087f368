// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.envelope;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.sluice.lab.input.InputRecord;
import dev.sluice.lab.input.Label;
import dev.sluice.lab.input.Utf8;
import java.io.IOException;
import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The kind of a line: an envelope, something that looks like one, or a plain value. */
sealed interface Envelope {

  /** A record, with all fields of its envelope. */
  record Sound(InputRecord record) implements Envelope {}

  /** The line has an envelope's fields, but not all of them are right. */
  record Broken() implements Envelope {}

  /** The line is not an envelope. */
  record None() implements Envelope {}

  /**
   * Reads a line. It counts as an envelope if it is a JSON object with {@code timestamp}, with
   * {@code value} or {@code value_base64}, and without {@code event_time}.
   */
  static Envelope read(byte[] line) {
    return new Reader().read(line);
  }

  /** Parses one line. */
  final class Reader {

    private static final JsonFactory JSON =
        JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
            .build();

    private final Set<String> names = new HashSet<>();
    private boolean sound = true;
    private int partition;
    private long timestamp;
    private byte[] key;
    private byte[] value;
    private Label label;

    Envelope read(byte[] line) {
      // The parser lets some ill-formed UTF-8 pass, and would change its bytes.
      Optional<String> text = Utf8.decode(line);
      if (text.isEmpty()) {
        return new None();
      }
      try (JsonParser parser = JSON.createParser(text.get())) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
          return new None();
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String name = parser.currentName();
          names.add(name);
          parser.nextToken();
          try {
            field(name, parser);
          } catch (IllegalArgumentException e) {
            sound = false;
          }
          parser.skipChildren();
        }
        if (parser.nextToken() != null) {
          return new None();
        }
      } catch (IOException e) {
        return new None();
      }
      return verdict();
    }

    private Envelope verdict() {
      boolean text = names.contains("value");
      boolean base64 = names.contains("value_base64");
      if (!names.contains("timestamp") || names.contains("event_time") || !(text || base64)) {
        return new None();
      }
      boolean oneOfEach =
          names.contains("partition")
              && text != base64
              && !(names.contains("key") && names.contains("key_base64"));
      return sound && oneOfEach
          ? new Sound(new InputRecord(partition, timestamp, key, value, label))
          : new Broken();
    }

    /** Reads one field; throws IllegalArgumentException if it is not valid. */
    private void field(String name, JsonParser parser) throws IOException {
      switch (name) {
        case "partition" -> partition = (int) number(parser, Integer.MAX_VALUE - 1);
        case "timestamp" -> timestamp = number(parser, Long.MAX_VALUE);
        case "key" -> key = text(parser);
        case "key_base64" -> key = base64(parser);
        case "value" -> value = text(parser);
        case "value_base64" -> value = base64(parser);
        case "label" -> label = label(parser);
        default -> throw new IllegalArgumentException(name);
      }
    }

    private static long number(JsonParser parser, long max) throws IOException {
      require(parser.currentToken() == JsonToken.VALUE_NUMBER_INT);
      require(parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER);
      long number = parser.getLongValue();
      require(number >= 0 && number <= max);
      return number;
    }

    private static byte[] text(JsonParser parser) throws IOException {
      if (parser.currentToken() == JsonToken.VALUE_NULL) {
        return null;
      }
      require(parser.currentToken() == JsonToken.VALUE_STRING);
      return Utf8.encode(parser.getText()).orElseThrow(IllegalArgumentException::new);
    }

    private static byte[] base64(JsonParser parser) throws IOException {
      require(parser.currentToken() == JsonToken.VALUE_STRING);
      return Base64.getDecoder().decode(parser.getText());
    }

    private static Label label(JsonParser parser) throws IOException {
      if (parser.currentToken() == JsonToken.VALUE_NULL) {
        return null;
      }
      require(parser.currentToken() == JsonToken.START_OBJECT);
      String outcome = null;
      String reason = null;
      boolean known = true;
      // Always read to the end of the object, so that the caller finds its own next field.
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName();
        boolean string = parser.nextToken() == JsonToken.VALUE_STRING;
        if (name.equals("outcome") && string) {
          outcome = parser.getText();
        } else if (name.equals("reason") && string) {
          reason = parser.getText();
        } else {
          known = known && name.equals("reason") && parser.currentToken() == JsonToken.VALUE_NULL;
          parser.skipChildren();
        }
      }
      require(known && outcome != null);
      return new Label(outcome, reason);
    }

    private static void require(boolean condition) {
      if (!condition) {
        throw new IllegalArgumentException();
      }
    }
  }
}
