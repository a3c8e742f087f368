// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.events;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.model.Event;
import dev.sluice.model.EventField;
import dev.sluice.model.EventMapping;
import dev.sluice.model.EventReading;
import dev.sluice.model.EventReading.FieldReading;
import dev.sluice.model.FieldPath;
import dev.sluice.model.FieldSource;
import dev.sluice.model.Limits;
import dev.sluice.model.Reason;
import dev.sluice.model.TimeFormat;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What one field of one record became, in words.
 *
 * @param from the path, or {@code value} for a constant
 * @param defect empty if the field is absent or as it should be
 * @param became the text, or why there is none
 */
record FieldFinding(EventField field, String from, Optional<Reason> defect, String became) {

  /**
   * The findings about the mapped fields of a value, in the order of the model; none if the value
   * is not one JSON object.
   */
  static List<FieldFinding> of(EventMapping mapping, EventReading reading, byte[] value) {
    List<FieldFinding> findings = new ArrayList<>();
    JsonNode root = reading.fields().isEmpty() ? null : JsonLook.parse(value);
    for (FieldReading field : reading.fields()) {
      FieldSource source = mapping.sources().get(field.field());
      if (source instanceof FieldSource.Constant constant) {
        findings.add(new FieldFinding(field.field(), "value", Optional.empty(), constant.text()));
      } else if (source instanceof FieldSource.Member member) {
        String became = became(field, member, reading.event(), root);
        findings.add(new FieldFinding(field.field(), member.path().text(), field.defect(), became));
      }
    }
    return findings;
  }

  private static String became(
      FieldReading field, FieldSource.Member member, Optional<Event> event, JsonNode root) {
    if (field.defect().isEmpty()) {
      return field.text().isEmpty()
          ? "absent: " + JsonLook.at(root, member.path(), "")
          : field.text().get() + instant(field, member, event);
    }
    Reason defect = field.defect().get();
    return defect.code() + ": " + why(defect, field, member, root);
  }

  /** The time of an event whose format does not show it. */
  private static String instant(
      FieldReading field, FieldSource.Member member, Optional<Event> event) {
    return field.field() == EventField.EVENT_TIME
            && member.format() != TimeFormat.Named.RFC3339
            && event.isPresent()
        ? ", which is " + Instant.EPOCH.plus(event.get().eventTimeMicros(), ChronoUnit.MICROS)
        : "";
  }

  private static String why(
      Reason defect, FieldReading field, FieldSource.Member member, JsonNode root) {
    FieldPath path = member.path();
    String written = field.text().orElse("");
    return switch (defect) {
      case DUPLICATE_FIELD -> "a name on this path occurs twice in one object";
      case MISSING_FIELD -> JsonLook.at(root, path, "");
      case WRONG_TYPE -> JsonLook.at(root, path, ", not " + expected(field.field(), member));
      case UNSTORABLE_TEXT -> "it has U+0000 or a lone surrogate";
      case EMPTY_FIELD -> "the text is empty";
      case FIELD_TOO_LONG -> "the text is longer than this field may be";
      case BAD_TIME -> "'" + written + "' is not a time in the format " + member.format().text();
      case BAD_NUMBER ->
          "'%s' is not a whole number from 0 to %s"
              .formatted(written, field.field() == EventField.STATUS ? Limits.STATUS : "2^63 - 1");
      default -> defect.name().toLowerCase(Locale.ROOT);
    };
  }

  private static String expected(EventField field, FieldSource.Member member) {
    boolean isTime = field == EventField.EVENT_TIME;
    boolean isNumber = isTime ? member.format().isNumber() : !field.isText();
    String type =
        !isNumber ? "a text" : member.textAllowed() ? "a number" : "a number (see text: allowed)";
    return member.first() ? "an array that starts with " + type : type;
  }
}
