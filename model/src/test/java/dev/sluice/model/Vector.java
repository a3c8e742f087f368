// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One line of the contract's {@code vectors.jsonl}: a record with its hand-written outcome. */
record Vector(Map<String, Object> members) {

  static final Path CONTRACT = Path.of(System.getProperty("basedir", "."), "../docs/contract.md");

  private static final Path FILE = CONTRACT.resolveSibling("contract").resolve("vectors.jsonl");
  private static final JsonFactory JSON = new JsonFactory();

  /** All vectors, without the first line, which holds the rules. */
  static List<Vector> all() throws IOException {
    List<String> lines = Files.readAllLines(FILE, UTF_8);
    List<Vector> vectors = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      try (JsonParser parser = JSON.createParser(line)) {
        parser.nextToken();
        vectors.add(new Vector(object(parser)));
      }
    }
    return vectors;
  }

  String name() {
    return (String) members.get("name");
  }

  String outcome() {
    return (String) members.get("outcome");
  }

  String reason() {
    return (String) members.get("reason");
  }

  /** The row's columns that are not null; null where the outcome has no row. */
  @SuppressWarnings("unchecked")
  Map<String, Object> row() {
    return (Map<String, Object>) members.get("row");
  }

  /** The record's value; null for a tombstone. */
  byte[] value() {
    if (members.get("value_base64") instanceof String base64) {
      return Base64.getDecoder().decode(base64);
    }
    if (members.get("value_repeat") instanceof Map<?, ?> repeat) {
      String unit = (String) repeat.get("unit");
      int count = Math.toIntExact((Long) repeat.get("count"));
      return (repeat.get("prefix") + unit.repeat(count) + repeat.get("suffix")).getBytes(UTF_8);
    }
    String text = (String) members.get("value");
    return text == null ? null : text.getBytes(UTF_8);
  }

  @Override
  public String toString() {
    return members.get("rule") + " " + name();
  }

  private static Map<String, Object> object(JsonParser parser) throws IOException {
    Map<String, Object> members = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      members.put(name, value(parser, parser.nextToken()));
    }
    return members;
  }

  private static Object value(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> object(parser);
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_NULL -> null;
      default -> throw new IllegalArgumentException("not part of a vector: " + token);
    };
  }
}
