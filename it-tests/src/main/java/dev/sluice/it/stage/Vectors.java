package dev.sluice.it.stage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The normative vectors: records with hand-written outcomes.
 *
 * @param rules the rule set that they assume, as JSON
 * @param all in the file's order
 */
public record Vectors(String rules, List<Vector> all) {

  /**
   * One record and what becomes of it.
   *
   * @param value null for a tombstone
   * @param reason null for the outcomes that have none
   * @param row the row's columns; missing where the vector does not say
   */
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  public record Vector(
      String name,
      long timestampMillis,
      byte[] value,
      String outcome,
      String reason,
      JsonNode row) {}

  public Vectors {
    all = List.copyOf(all);
  }

  /** Reads a file of vectors; its first line says the rules. */
  public static Vectors read(Path file) throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<String> lines = Files.readAllLines(file);
    List<Vector> all = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      JsonNode vector = json.readTree(line);
      all.add(
          new Vector(
              vector.get("name").asText(),
              vector.get("timestamp").asLong(),
              value(vector),
              vector.get("outcome").asText(),
              vector.path("reason").textValue(),
              vector.path("row")));
    }
    return new Vectors(json.readTree(lines.get(0)).get("rules").toString(), all);
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
