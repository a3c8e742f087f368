// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A second opinion on mapped values: walks a tree that Jackson read, in the plainest way. Knows
 * only values that are JSON objects within the limits of nesting and numbers.
 */
final class MappedReference {

  private record Member(String name, Object value) {}

  private record Members(List<Member> list) {}

  private record Items(List<Object> list) {}

  private record Numeral(String text) {}

  /** What else a value can be than these, a text or null. */
  private enum Literal {
    TRUE,
    FALSE
  }

  private final Set<Reason> defects = EnumSet.noneOf(Reason.class);
  private final Map<String, String> columns = new TreeMap<>();

  /** The first reason's code, or the event's fields. */
  static String read(EventMapping mapping, String json) {
    MappedReference reference = new MappedReference();
    Object value = tree(json);
    for (EventField field : EventField.values()) {
      reference.read(field, mapping.sources().get(field), value);
    }
    return reference.defects.isEmpty()
        ? reference.columns.toString()
        : reference.defects.iterator().next().code();
  }

  private void read(EventField field, FieldSource source, Object value) {
    boolean required = Set.of("event_time", "host", "url").contains(field.key());
    if (source == null) {
      return;
    }
    if (source instanceof FieldSource.Constant constant) {
      columns.put(field.key(), constant.text());
      return;
    }
    FieldSource.Member member = (FieldSource.Member) source;
    Object at = value;
    for (String name : member.path().names()) {
      if (at == null) {
        break;
      }
      if (!(at instanceof Members members)) {
        defects.add(Reason.WRONG_TYPE);
        return;
      }
      List<Member> found = members.list.stream().filter(each -> each.name.equals(name)).toList();
      if (found.size() > 1) {
        defects.add(Reason.DUPLICATE_FIELD);
      }
      at = found.isEmpty() ? null : found.get(0).value;
    }
    if (at != null && member.first()) {
      if (!(at instanceof Items items)) {
        defects.add(Reason.WRONG_TYPE);
        return;
      }
      at = items.list.isEmpty() ? null : items.list.get(0);
    }
    if (at == null) {
      if (required) {
        defects.add(Reason.MISSING_FIELD);
      }
    } else {
      read(field, member, at);
    }
  }

  private void read(EventField field, FieldSource.Member member, Object at) {
    boolean isTime = field == EventField.EVENT_TIME;
    boolean isNumber =
        isTime
            ? member.format().text().startsWith("epoch")
            : field == EventField.STATUS || field == EventField.BYTES;
    String text = at instanceof Numeral numeral ? numeral.text : at instanceof String s ? s : null;
    boolean rightlyTyped =
        isNumber
            ? at instanceof Numeral || (at instanceof String && member.textAllowed())
            : at instanceof String;
    if (!rightlyTyped) {
      defects.add(Reason.WRONG_TYPE);
      return;
    }
    int limit =
        switch (field.key()) {
          case "event_id" -> 512;
          case "host" -> 255;
          case "url", "referrer", "user_agent" -> 16_384;
          default -> 64;
        };
    boolean refusesEmpty =
        !isNumber && Set.of("event_id", "event_time", "host", "url").contains(field.key());
    if (text.chars().anyMatch(c -> c == 0) || !UTF_8.newEncoder().canEncode(text)) {
      defects.add(Reason.UNSTORABLE_TEXT);
    } else if (text.isEmpty() && refusesEmpty) {
      defects.add(Reason.EMPTY_FIELD);
    } else if (text.getBytes(UTF_8).length > limit) {
      defects.add(Reason.FIELD_TOO_LONG);
    } else if (isTime) {
      String time = time(member.format(), text);
      if (time == null) {
        defects.add(Reason.BAD_TIME);
      }
      columns.put(field.key(), time);
    } else if (isNumber) {
      long most = field == EventField.STATUS ? 999 : Long.MAX_VALUE;
      if (!text.matches("[0-9]+") || new BigDecimal(text).compareTo(new BigDecimal(most)) > 0) {
        defects.add(Reason.BAD_NUMBER);
      } else {
        columns.put(field.key(), new BigDecimal(text).toPlainString());
      }
    } else {
      columns.put(field.key(), text);
    }
  }

  private static String time(TimeFormat format, String text) {
    int unit = TimeFormat.names().indexOf(format.text()); // after RFC 3339: seconds, millis, …
    if (unit == 0) {
      return EventTime.parse(text).isPresent()
          ? EventTime.format(EventTime.parse(text).getAsLong())
          : null;
    }
    if (!text.matches("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]{1,4})?")) {
      return null;
    }
    BigDecimal micros =
        new BigDecimal(text).movePointRight(9 - 3 * unit).setScale(0, RoundingMode.FLOOR);
    return micros.compareTo(BigDecimal.valueOf(EventTime.MIN_MICROS)) < 0
            || micros.compareTo(BigDecimal.valueOf(EventTime.MAX_MICROS)) > 0
        ? null
        : EventTime.format(micros.longValueExact());
  }

  private static Object tree(String json) {
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      return tree(parser, parser.nextToken());
    } catch (IOException e) {
      throw new UncheckedIOException(json, e);
    }
  }

  private static Object tree(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> {
        List<Member> members = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          members.add(new Member(name, tree(parser, parser.nextToken())));
        }
        yield new Members(members);
      }
      case START_ARRAY -> {
        List<Object> items = new ArrayList<>();
        for (JsonToken next = parser.nextToken();
            next != JsonToken.END_ARRAY;
            next = parser.nextToken()) {
          items.add(tree(parser, next));
        }
        yield new Items(items);
      }
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Numeral(parser.getText());
      case VALUE_TRUE -> Literal.TRUE;
      case VALUE_FALSE -> Literal.FALSE;
      default -> null;
    };
  }
}
