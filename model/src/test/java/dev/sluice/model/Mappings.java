// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Mappings for tests, in short: a field and where it is. */
final class Mappings {

  /** A web server's log as nested JSON. */
  static final EventMapping NESTED =
      of(
          "event_time ts epoch_seconds",
          "host request.host",
          "url request.uri",
          "ip request.remote_ip",
          "user_agent request.headers.User-Agent first",
          "status status text",
          "bytes size",
          "method = GET");

  /**
   * A mapping.
   *
   * @param lines such as {@code host request.host}, {@code method = GET}, {@code status code text}
   *     or {@code event_time at dd/MMM/yyyy:HH:mm:ss Z}
   */
  static EventMapping of(String... lines) {
    Map<EventField, FieldSource> sources = new EnumMap<>(EventField.class);
    for (String line : lines) {
      String[] parts = line.split(" ", 3);
      EventField field = EventField.valueOf(parts[0].toUpperCase(Locale.ROOT));
      String rest = parts.length == 3 ? parts[2] : "";
      sources.put(
          field,
          parts[1].equals("=") ? new FieldSource.Constant(rest) : member(parts[1], field, rest));
    }
    return new EventMapping(sources);
  }

  private static FieldSource member(String path, EventField field, String rest) {
    List<String> format = new ArrayList<>(List.of(rest.split(" ", -1)));
    boolean first = format.remove("first");
    boolean text = format.remove("text");
    String named = String.join(" ", format);
    TimeFormat time =
        field == EventField.EVENT_TIME
            ? TimeFormat.of(named.isEmpty() ? "rfc3339" : named, null)
            : null;
    return new FieldSource.Member(FieldPath.parse(path), time, first, text);
  }

  private Mappings() {}
}
