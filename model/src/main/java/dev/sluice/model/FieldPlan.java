// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.EnumMap;
import java.util.Map;

/** A mapping, compiled to what is needed to read a value; sets of fields are bits. */
final class FieldPlan {

  private final Map<EventField, FieldPath> paths = new EnumMap<>(EventField.class);
  private final Map<EventField, byte[]> constants = new EnumMap<>(EventField.class);
  private int firsts;
  private int texts;
  private int numbers;
  private int fixed;
  private int refusingEmpty;
  private TimeReader time;

  FieldPlan(EventMapping mapping) {
    mapping.sources().forEach(this::add);
  }

  private void add(EventField field, FieldSource source) {
    if (source instanceof FieldSource.Constant constant) {
      constants.put(field, constant.text().getBytes(UTF_8));
      fixed |= field.bit();
      return;
    }
    FieldSource.Member member = (FieldSource.Member) source;
    boolean isTime = field == EventField.EVENT_TIME;
    boolean isNumber = isTime ? member.format().isNumber() : !field.isText();
    paths.put(field, member.path());
    firsts |= member.first() ? field.bit() : 0;
    numbers |= isNumber ? field.bit() : 0;
    texts |= !isNumber || member.textAllowed() ? field.bit() : 0;
    refusingEmpty |= field.refusesEmpty() && !isNumber ? field.bit() : 0;
    if (isTime) {
      time = TimeReader.of(member.format());
    }
  }

  NameTree names() {
    return new NameTree(paths, firsts);
  }

  /** The texts of the fields that are the same in every event, in UTF-8. */
  Map<EventField, byte[]> constants() {
    return constants;
  }

  /** The fields that are the same in every event. */
  int fixed() {
    return fixed;
  }

  /** The fields whose values may be JSON strings. */
  int texts() {
    return texts;
  }

  /** The fields whose values may be JSON numbers. */
  int numbers() {
    return numbers;
  }

  /** The fields whose text must not be empty. */
  int refusingEmpty() {
    return refusingEmpty;
  }

  /** Reads {@code event_time}. */
  TimeReader time() {
    return time;
  }
}
