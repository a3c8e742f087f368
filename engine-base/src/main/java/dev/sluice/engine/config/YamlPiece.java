// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import dev.sluice.rules.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A piece of a file of rules or of fields, and its place there. Returns its text, its items or the
 * value of a key, or throws an error that names file, line, owner, key and what is allowed.
 *
 * @param owner what the piece belongs to as errors show it, such as a rule, or empty
 * @param path the keys that lead here, from the owner if there is one
 */
record YamlPiece(String file, String owner, String path, YamlNode node) {

  private static final String VERSION = "1";

  ConfigException error(String problem) {
    return error(node.line(), problem);
  }

  private ConfigException error(int line, String problem) {
    String where = owner.isEmpty() ? path : path.isEmpty() ? owner : owner + ": " + path;
    return YamlDocument.error(file, line, where.isEmpty() ? problem : where + ": " + problem);
  }

  /** This piece as the root of what it belongs to. */
  YamlPiece of(String newOwner) {
    return new YamlPiece(file, newOwner, "", node);
  }

  String text() {
    if (!(node instanceof YamlNode.Scalar scalar)) {
      throw error("is " + node.kind() + "; allowed: one text");
    }
    if (scalar.isNull()) {
      throw error(
          "is " + node.kind() + "; write a text, in quotes if it is empty or means that word");
    }
    return scalar.text();
  }

  long wholeNumber() {
    String text = text();
    try {
      if (text.matches("-?(0|[1-9][0-9]*)")) {
        return Long.parseLong(text);
      }
    } catch (NumberFormatException e) {
      throw error(Quoted.text(text) + " is out of range; allowed: numbers of 64 bits");
    }
    throw error(Quoted.text(text) + " is not a whole number; allowed: digits, such as 404");
  }

  /** Whether this is a text, or nothing. */
  boolean isText() {
    return node instanceof YamlNode.Scalar;
  }

  boolean flag() {
    String text = text();
    if (!text.equals("true") && !text.equals("false")) {
      throw error(Quoted.text(text) + " is not known; allowed: true, false");
    }
    return text.equals("true");
  }

  /** Refuses a key {@code version} with any value but the one that there is. */
  void checkVersion() {
    optional("version")
        .filter(version -> !version.text().equals(VERSION))
        .ifPresent(
            version -> {
              throw version.error(
                  Quoted.text(version.text()) + " is not known; allowed: " + VERSION);
            });
  }

  List<YamlPiece> items() {
    if (!(node instanceof YamlNode.Sequence sequence)) {
      throw error("is " + node.kind() + "; allowed: a list, such as [a, b], or [] for none");
    }
    List<YamlPiece> pieces = new ArrayList<>();
    for (YamlNode item : sequence.items()) {
      pieces.add(new YamlPiece(file, owner, path + "[" + pieces.size() + "]", item));
    }
    return pieces;
  }

  /** Refuses all keys but these. */
  void allow(List<String> keys) {
    for (String key : mapping(keys).values().keySet()) {
      if (!keys.contains(key)) {
        throw error(
            mapping(keys).keyLines().get(key),
            Quoted.text(key) + " is not a key here; " + Suggestion.among(keys, key));
      }
    }
  }

  /** The value of a key. */
  YamlPiece required(String key) {
    return optional(key).orElseThrow(() -> error("lacks the key " + key));
  }

  /** The value of a key; empty if the key is absent. */
  Optional<YamlPiece> optional(String key) {
    YamlNode value = mapping(List.of(key)).values().get(key);
    String below = path.isEmpty() ? key : path + "." + key;
    return Optional.ofNullable(value).map(found -> new YamlPiece(file, owner, below, found));
  }

  /** The keys of this mapping. */
  List<String> keys(List<String> allowed) {
    return List.copyOf(mapping(allowed).values().keySet());
  }

  private YamlNode.Mapping mapping(List<String> keys) {
    if (node instanceof YamlNode.Mapping mapping) {
      return mapping;
    }
    throw error("is " + node.kind() + "; allowed: a mapping with " + String.join(", ", keys));
  }
}
