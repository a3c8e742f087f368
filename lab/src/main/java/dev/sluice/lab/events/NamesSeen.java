// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.events;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.engine.config.Nearest;
import dev.sluice.model.EventField;
import dev.sluice.model.FieldPath;
import dev.sluice.model.InvalidMappingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The places in the first records that a field could be read from. */
final class NamesSeen {

  private static final int MOST_RECORDS = 1_000;
  private static final int MOST_NAMES = 1_000;
  private static final int MOST_SUGGESTED = 3;

  /** Common names of each field, without punctuation and in lower case; the likeliest first. */
  private static final Map<EventField, List<String>> COMMON =
      Map.of(
          EventField.EVENT_ID, List.of("eventid", "messageid", "requestid", "rayid", "id"),
          EventField.EVENT_TIME,
              List.of(
                  "eventtime",
                  "timestamp",
                  "ts",
                  "time",
                  "datetime",
                  "timeiso8601",
                  "startutc",
                  "starttime",
                  "edgestarttimestamp",
                  "date",
                  "msec"),
          EventField.HOST,
              List.of(
                  "host",
                  "hostname",
                  "httphost",
                  "requesthost",
                  "clientrequesthost",
                  "vhost",
                  "servername",
                  "domain"),
          EventField.URL,
              List.of("url", "uri", "requesturi", "clientrequesturi", "requestpath", "path"),
          EventField.IP, List.of("ip", "clientip", "remoteip", "remoteaddr", "clienthost"),
          EventField.METHOD, List.of("method", "requestmethod", "clientrequestmethod"),
          EventField.STATUS, List.of("status", "statuscode", "responsestatus", "downstreamstatus"),
          EventField.BYTES, List.of("bytes", "size", "bodybytessent", "responsebodysize"),
          EventField.REFERRER, List.of("referrer", "referer", "httpreferer", "httpreferrer"),
          EventField.USER_AGENT, List.of("useragent", "httpuseragent", "clientrequestuseragent"));

  private final Map<String, String> lastNames = new LinkedHashMap<>();
  private int records;

  /** Takes the places of a value, if it is one of the first. */
  void add(byte[] value) {
    if (records < MOST_RECORDS && lastNames.size() < MOST_NAMES) {
      records++;
      add(JsonLook.parse(value), List.of());
    }
  }

  private void add(JsonNode node, List<String> above) {
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      List<String> names = new ArrayList<>(above);
      names.add(member.getKey());
      if (!member.getValue().isObject()) {
        path(names).ifPresent(path -> lastNames.putIfAbsent(path, plain(member.getKey())));
      } else if (names.size() < FieldPath.MOST_STEPS) {
        add(member.getValue(), names);
      }
    }
  }

  private static Optional<String> path(List<String> names) {
    try {
      return Optional.of(new FieldPath(names).text());
    } catch (InvalidMappingException noPathLeadsThere) {
      return Optional.empty();
    }
  }

  /**
   * The paths that may be meant, the likeliest first.
   *
   * @param path where nothing was found
   */
  List<String> suggested(EventField field, FieldPath path) {
    Set<String> paths = new LinkedHashSet<>();
    Nearest.to(path.text(), lastNames.keySet().stream()).ifPresent(paths::add);
    for (String common : COMMON.get(field)) {
      lastNames.forEach(
          (place, name) -> {
            if (name.equals(common)) {
              paths.add(place);
            }
          });
    }
    paths.remove(path.text());
    return paths.stream().limit(MOST_SUGGESTED).toList();
  }

  private static String plain(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
  }
}
