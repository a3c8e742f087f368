// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import dev.sluice.model.EventField;
import dev.sluice.model.EventMapping;
import dev.sluice.model.FieldSource;
import dev.sluice.model.TimeFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes the canonical JSON of a mapping. Equal mappings give equal text. */
final class EventsJson {

  static String write(EventMapping mapping) {
    Map<String, Object> fields = new LinkedHashMap<>();
    mapping.sources().forEach((field, source) -> fields.put(field.key(), source(field, source)));
    Map<String, Object> root = new LinkedHashMap<>();
    root.put("version", 1);
    root.put("fields", fields);
    return Json.write(root);
  }

  private static Map<String, Object> source(EventField field, FieldSource source) {
    Map<String, Object> keys = new LinkedHashMap<>();
    if (source instanceof FieldSource.Constant constant) {
      keys.put("value", field.isText() ? constant.text() : Long.valueOf(constant.text()));
      return keys;
    }
    FieldSource.Member member = (FieldSource.Member) source;
    keys.put("from", member.path().text());
    if (member.format() != null && member.format() != TimeFormat.Named.RFC3339) {
      keys.put("format", member.format().text());
    }
    if (member.format() instanceof TimeFormat.Pattern pattern && pattern.zone() != null) {
      keys.put("zone", pattern.zone());
    }
    if (member.first()) {
      keys.put("first", true);
    }
    if (member.textAllowed()) {
      keys.put("text", EventsReader.ALLOWED);
    }
    return keys;
  }

  private EventsJson() {}
}
