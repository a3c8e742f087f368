// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.testbed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.EventsFile;
import dev.sluice.engine.config.RulesFile;
import dev.sluice.lab.engine.EngineCatalog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * A file of the normative vectors: records with hand-written outcomes.
 *
 * @param file the name of the file
 * @param rules the rule set that the outcomes assume, as in the file
 * @param events the mapping that the outcomes assume; null if values have the contract's own names
 * @param latenessMicros the allowed lateness that the outcomes assume
 * @param skewMicros the allowed skew that the outcomes assume
 * @param all the vectors in the order of the file
 */
public record Vectors(
    String file,
    JsonNode rules,
    JsonNode events,
    long latenessMicros,
    long skewMicros,
    List<Vector> all) {

  private static final Path FOLDER = Path.of("docs", "contract");

  /**
   * One record and its outcome.
   *
   * @param rule the rule of the contract that it is mainly about, such as {@code R6}
   * @param value null for a tombstone
   * @param reason null if the outcome has none
   * @param row the row's columns that are not null; a missing node if there is no row
   * @param latenessMicros only of late events; else null
   */
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  public record Vector(
      String name,
      String rule,
      long timestampMillis,
      byte[] value,
      String outcome,
      String reason,
      JsonNode row,
      Long latenessMicros) {

    /** The key under which the ledger counts it. */
    public String key() {
      return reason == null ? outcome : outcome + ":" + reason;
    }
  }

  public Vectors {
    all = List.copyOf(all);
  }

  /** Reads a file of {@code docs/contract}, whose first line has the rules and the times. */
  public static Vectors of(String file) {
    ObjectMapper json = new ObjectMapper();
    try {
      List<String> lines = Files.readAllLines(EngineCatalog.home().resolve(FOLDER).resolve(file));
      List<Vector> all = new ArrayList<>();
      for (String line : lines.subList(1, lines.size())) {
        all.add(vector(json.readTree(line)));
      }
      JsonNode assumed = json.readTree(lines.get(0));
      return new Vectors(
          file,
          assumed.get("rules"),
          assumed.get("events"),
          assumed.get("allowed_lateness_micros").longValue(),
          assumed.get("allowed_skew_micros").longValue(),
          all);
    } catch (IOException e) {
      throw new UncheckedIOException(
          file + ": the vectors could not be read: " + e.getMessage(), e);
    }
  }

  /** The rules, the mapping and the times that the outcomes assume. */
  public EngineConfig.Decision decision() {
    return new EngineConfig.Decision(
        RulesFile.canonicalJson(RulesFile.parse(file, rules.toString())),
        events == null ? null : EventsFile.canonicalJson(EventsFile.parse(file, events.toString())),
        latenessMicros,
        skewMicros,
        EngineConfig.Decision.DEFAULT_DEAD_LETTERS);
  }

  private static Vector vector(JsonNode vector) {
    return new Vector(
        vector.get("name").asText(),
        vector.get("rule").asText(),
        vector.get("timestamp").asLong(),
        value(vector),
        vector.get("outcome").asText(),
        vector.path("reason").textValue(),
        vector.path("row"),
        vector.has("lateness_micros") ? vector.get("lateness_micros").longValue() : null);
  }

  private static byte[] value(JsonNode vector) {
    if (vector.has("value_base64")) {
      return Base64.getDecoder().decode(vector.get("value_base64").textValue());
    }
    if (vector.has("value_repeat")) {
      JsonNode parts = vector.get("value_repeat");
      return (parts.path("prefix").asText()
              + parts.get("unit").asText().repeat(parts.get("count").asInt())
              + parts.path("suffix").asText())
          .getBytes(StandardCharsets.UTF_8);
    }
    JsonNode value = vector.get("value");
    return value.isNull() ? null : value.textValue().getBytes(StandardCharsets.UTF_8);
  }
}
