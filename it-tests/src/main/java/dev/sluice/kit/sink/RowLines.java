// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.sink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects the rows that a sink keeps as JSON, as {@code RowJson} and {@code LedgerJson} write
 * them, to {@link SinkTables}.
 */
final class RowLines {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, List<String>> tables = new HashMap<>();

  /** The value of a line of JSON. */
  static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(json, e);
    }
  }

  /** Adds a row: its table's name, and its columns as one line of JSON. */
  void add(String table, String json) {
    add(table, parse(json));
  }

  /** Adds a row that is parsed. */
  void add(String table, JsonNode row) {
    String line = table.equals("ledger") ? ledgerLine(row) : line(row);
    tables.computeIfAbsent(table, each -> new ArrayList<>()).add(line);
  }

  /** The rows so far; those of other tables are left out. */
  SinkTables tables() {
    return new SinkTables(
        tables.getOrDefault("processed_events", List.of()),
        tables.getOrDefault("late_events", List.of()),
        tables.getOrDefault("dead_letters", List.of()),
        tables.getOrDefault("ledger", List.of()));
  }

  private static String ledgerLine(JsonNode row) {
    Map<String, Long> counts = new HashMap<>();
    row.get("counts")
        .properties()
        .forEach(count -> counts.put(count.getKey(), count.getValue().longValue()));
    return SinkTables.ledgerLine(
        row.get("partition").intValue(),
        row.get("first").longValue(),
        row.get("next").longValue(),
        counts);
  }

  private static String line(JsonNode row) {
    return SinkTables.line(
        row.properties().stream()
            .map(column -> value(column.getKey(), column.getValue()))
            .toArray());
  }

  private static Object value(String column, JsonNode value) {
    if (value.isNull()) {
      return null;
    }
    return switch (column) {
      case "event_time" ->
          ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(value.textValue()));
      case "raw", "raw_sha256" -> Base64.getDecoder().decode(value.textValue());
      default -> value.asText();
    };
  }
}
