// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where the fields of an event are in a topic's values: its own names, nesting and formats (R1). A
 * field without a source is absent from every event.
 *
 * @param sources by field, in the order of {@link EventField}; unmodifiable
 */
public record EventMapping(Map<EventField, FieldSource> sources) {

  /** The names of the model themselves, as values are read without a mapping. */
  public static final EventMapping PLAIN = plain();

  /**
   * @throws InvalidMappingException naming the field, the key and what is allowed
   */
  public EventMapping {
    EnumMap<EventField, FieldSource> copy = new EnumMap<>(EventField.class);
    copy.putAll(sources);
    requireAll(copy);
    copy.forEach(EventMapping::check);
    checkPaths(copy);
    sources = Collections.unmodifiableMap(copy);
  }

  private static EventMapping plain() {
    Map<EventField, FieldSource> sources = new EnumMap<>(EventField.class);
    for (EventField field : EventField.values()) {
      TimeFormat format = field == EventField.EVENT_TIME ? TimeFormat.Named.RFC3339 : null;
      sources.put(field, FieldSource.Member.of(new FieldPath(List.of(field.key())), format));
    }
    return new EventMapping(sources);
  }

  private static void requireAll(Map<EventField, FieldSource> sources) {
    String missing =
        Stream.of(EventField.values())
            .filter(field -> field.isRequired() && !sources.containsKey(field))
            .map(EventField::key)
            .collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      throw new InvalidMappingException(
          "", "lacks " + missing + "; event_time, host and url must be mapped");
    }
  }

  private static void check(EventField field, FieldSource source) {
    if (source instanceof FieldSource.Constant constant) {
      String problem = problem(field, constant.text());
      if (!problem.isEmpty()) {
        throw new InvalidMappingException(field, "value", problem);
      }
      return;
    }
    FieldSource.Member member = (FieldSource.Member) source;
    boolean isTime = field == EventField.EVENT_TIME;
    if (isTime == (member.format() == null)) {
      throw new InvalidMappingException(
          field,
          "format",
          isTime ? "is missing" : "is not a key here; allowed for event_time only");
    }
    boolean isNumber = isTime ? member.format().isNumber() : !field.isText();
    if (member.textAllowed() && !isNumber) {
      throw new InvalidMappingException(
          field,
          "text",
          "is not a key here, since the field is a text anyway; allowed for status, bytes and the"
              + " epoch formats of event_time");
    }
  }

  /** What is wrong with a constant; empty if nothing is. */
  private static String problem(EventField field, String text) {
    if (field == EventField.EVENT_TIME) {
      return "is not a key here; each event has its own time, so write from";
    }
    byte[] bytes = text.getBytes(UTF_8);
    if (!field.isText()) {
      long most = field.most();
      return Long.toString(WholeNumber.parse(bytes, 0, bytes.length, most)).equals(text)
          ? ""
          : "is not a number of this field; allowed: digits, 0 to " + most;
    }
    if (!JsonText.isStorable(text)) {
      return "has U+0000 or a lone surrogate, which no table can keep; allowed: other characters";
    }
    if (text.isEmpty() && field.refusesEmpty()) {
      return "is empty; allowed: 1 to " + field.limit() + " UTF-8 bytes";
    }
    return bytes.length > field.limit()
        ? "has " + bytes.length + " UTF-8 bytes; allowed: at most " + field.limit()
        : "";
  }

  private static void checkPaths(Map<EventField, FieldSource> sources) {
    List<EventField> before = new ArrayList<>();
    sources.forEach(
        (field, source) -> {
          if (source instanceof FieldSource.Member member) {
            for (EventField other : before) {
              checkBoth(field, member, other, (FieldSource.Member) sources.get(other));
            }
            before.add(field);
          }
        });
  }

  private static void checkBoth(
      EventField field, FieldSource.Member member, EventField other, FieldSource.Member from) {
    if (member.path().equals(from.path())) {
      throw new InvalidMappingException(
          field, "from", "is the path of " + other.key() + " already; each field has its own");
    }
    if (from.path().leadsTo(member.path()) || member.path().leadsTo(from.path())) {
      throw new InvalidMappingException(
          field,
          "from",
          "and the path of "
              + other.key()
              + " ('"
              + from.path().text()
              + "') lead through each other; a place has either an object or a field");
    }
  }
}
