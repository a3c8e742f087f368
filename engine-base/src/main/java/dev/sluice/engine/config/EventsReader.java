// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import dev.sluice.model.EventField;
import dev.sluice.model.EventMapping;
import dev.sluice.model.FieldPath;
import dev.sluice.model.FieldSource;
import dev.sluice.model.InvalidMappingException;
import dev.sluice.model.TimeFormat;
import dev.sluice.rules.Quoted;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Converts a file's pieces to a mapping of fields. */
final class EventsReader {

  /** The value of the key {@code text}, which allows a number to be in a string. */
  static final String ALLOWED = "allowed";

  private static final String FIELDS = "fields";
  private static final List<String> NAMES =
      Arrays.stream(EventField.values()).map(EventField::key).toList();

  private final Map<EventField, YamlPiece> pieces = new EnumMap<>(EventField.class);

  private EventsReader() {}

  /**
   * Reads a file of fields.
   *
   * @throws ConfigException naming file, line, field, key and what is allowed
   */
  static EventMapping read(String file, String text) {
    YamlPiece root = new YamlPiece(file, "", "", YamlDocument.read(file, text, FIELDS));
    root.allow(List.of("version", FIELDS));
    root.checkVersion();
    return new EventsReader().mapping(root.required(FIELDS));
  }

  private EventMapping mapping(YamlPiece fields) {
    fields.allow(NAMES);
    Map<EventField, FieldSource> sources = new EnumMap<>(EventField.class);
    for (EventField field : EventField.values()) {
      fields
          .optional(field.key())
          .ifPresent(
              piece -> {
                pieces.put(field, piece);
                sources.put(field, source(field, piece));
              });
    }
    try {
      return new EventMapping(sources);
    } catch (InvalidMappingException e) {
      if (e.field().isEmpty()) {
        throw fields.error(e.problem());
      }
      throw error(pieces.get(e.field().get()), e);
    }
  }

  private static FieldSource source(EventField field, YamlPiece piece) {
    try {
      return piece.isText() ? member(field, piece, piece) : body(field, piece);
    } catch (InvalidMappingException e) {
      throw error(piece, e);
    }
  }

  /** The error about a key's value, at its place. */
  private static ConfigException error(YamlPiece piece, InvalidMappingException e) {
    YamlPiece place = piece.isText() ? piece : piece.optional(e.key()).orElse(piece);
    return place.error(
        place.isText() ? Quoted.text(place.text()) + " " + e.problem() : e.problem());
  }

  private static FieldSource body(EventField field, YamlPiece body) {
    boolean isTime = field == EventField.EVENT_TIME;
    body.allow(keys(field, isTime ? format(body) : null));
    boolean constant = body.optional("value").isPresent();
    if (constant == body.optional("from").isPresent()) {
      String from = isTime ? "from" : "from and value; give one of them";
      throw body.error(constant ? "has both " + from : "lacks " + from);
    }
    if (!constant) {
      return member(field, body, body.required("from"));
    }
    body.allow(List.of("value"));
    YamlPiece value = body.required("value");
    return new FieldSource.Constant(
        field.isText() ? value.text() : Long.toString(value.wholeNumber()));
  }

  private static FieldSource member(EventField field, YamlPiece body, YamlPiece from) {
    TimeFormat format = null;
    if (field == EventField.EVENT_TIME) {
      format = body.isText() ? TimeFormat.Named.RFC3339 : format(body);
    }
    return new FieldSource.Member(
        FieldPath.parse(from.text()),
        format,
        !body.isText() && body.optional("first").map(YamlPiece::flag).orElse(false),
        !body.isText() && body.optional("text").map(EventsReader::allowed).orElse(false));
  }

  private static List<String> keys(EventField field, TimeFormat format) {
    List<String> keys = new ArrayList<>(List.of("from"));
    keys.add(format == null ? "value" : "format");
    if (format instanceof TimeFormat.Pattern) {
      keys.add("zone");
    }
    keys.add("first");
    if (format == null ? !field.isText() : format.isNumber()) {
      keys.add("text");
    }
    return keys;
  }

  private static TimeFormat format(YamlPiece body) {
    Optional<YamlPiece> format = body.optional("format");
    String name = format.map(YamlPiece::text).orElse(TimeFormat.Named.RFC3339.text());
    // Every pattern has capital letters.
    if (name.matches("[a-z0-9_]+") && !TimeFormat.names().contains(name)) {
      throw format
          .orElse(body)
          .error(
              Quoted.text(name)
                  + " is not a format; "
                  + Suggestion.among(TimeFormat.names(), name)
                  + ", or a pattern such as yyyy-MM-dd HH:mm:ssXXX");
    }
    return TimeFormat.of(name, body.optional("zone").map(YamlPiece::text).orElse(null));
  }

  private static boolean allowed(YamlPiece text) {
    if (!text.text().equals(ALLOWED)) {
      throw text.error(
          Quoted.text(text.text())
              + " is not known; write text: allowed if numbers may be in strings, or remove the key");
    }
    return true;
  }
}
