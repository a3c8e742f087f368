// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.events;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sluice.model.FieldPath;
import java.io.IOException;
import java.util.Locale;

/** Looks at a value as plain JSON, to describe what is in it. Decides nothing. */
final class JsonLook {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** The value, or a missing node if it is not JSON. */
  static JsonNode parse(byte[] value) {
    try {
      return value == null ? MissingNode.getInstance() : MAPPER.readTree(value);
    } catch (IOException notJson) {
      return MissingNode.getInstance();
    }
  }

  /**
   * What is at the end of a path, or where on the way it ends.
   *
   * @param expected follows the name of what is at the end, such as {@code , not a number}; may be
   *     empty
   */
  static String at(JsonNode root, FieldPath path, String expected) {
    JsonNode node = root;
    String place = "";
    int left = path.names().size();
    for (String name : path.names()) {
      left--;
      JsonNode next = node.get(name);
      if (next == null) {
        return "there is no " + name + (place.isEmpty() ? "" : " in " + place);
      }
      place = place.isEmpty() ? name : place + "." + name;
      if (left == 0 || next.isNull()) {
        return place + " is " + words(next) + (left == 0 ? expected : "");
      }
      if (!next.isObject()) {
        return place + " is " + words(next) + ", not an object";
      }
      node = next;
    }
    throw new IllegalArgumentException("a path without names");
  }

  private static String words(JsonNode node) {
    if (node.isArray()) {
      return node.isEmpty() ? "an empty array" : "an array that starts with " + words(node.get(0));
    }
    return switch (node.getNodeType()) {
      case STRING -> "a text";
      case OBJECT -> "an object";
      case NUMBER -> "a number";
      default -> node.asText().toLowerCase(Locale.ROOT);
    };
  }

  private JsonLook() {}
}
