// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import dev.sluice.rules.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A piece of a rule file and its place there. Returns its text, its items or the value of a key, or
 * throws an error that names file, line, rule, key and what is allowed.
 *
 * @param rule the rule's name as errors show it, or empty outside of rules
 * @param path the keys that lead here, from the rule if there is one
 */
record RulesPiece(String file, String rule, String path, RulesNode node) {

  ConfigException error(String problem) {
    return error(node.line(), problem);
  }

  private ConfigException error(int line, String problem) {
    String where = rule.isEmpty() ? path : path.isEmpty() ? rule : rule + ": " + path;
    return RulesYaml.error(file, line, where.isEmpty() ? problem : where + ": " + problem);
  }

  /** This piece as the root of the named rule. */
  RulesPiece ofRule(String name) {
    return new RulesPiece(file, "rule " + Quoted.text(name), "", node);
  }

  String text() {
    if (!(node instanceof RulesNode.Scalar scalar)) {
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

  List<RulesPiece> items() {
    if (!(node instanceof RulesNode.Sequence sequence)) {
      throw error("is " + node.kind() + "; allowed: a list, such as [a, b], or [] for none");
    }
    List<RulesPiece> pieces = new ArrayList<>();
    for (RulesNode item : sequence.items()) {
      pieces.add(new RulesPiece(file, rule, path + "[" + pieces.size() + "]", item));
    }
    return pieces;
  }

  /** Refuses all keys but these. */
  void allow(List<String> keys) {
    for (String key : mapping(keys).values().keySet()) {
      if (!keys.contains(key)) {
        throw error(
            mapping(keys).keyLines().get(key),
            Quoted.text(key) + " is not a key here; " + RulesSuggestion.among(keys, key));
      }
    }
  }

  /** The value of a key. */
  RulesPiece required(String key) {
    return optional(key).orElseThrow(() -> error("lacks the key " + key));
  }

  /** The value of a key; empty if the key is absent. */
  Optional<RulesPiece> optional(String key) {
    RulesNode value = mapping(List.of(key)).values().get(key);
    String below = path.isEmpty() ? key : path + "." + key;
    return Optional.ofNullable(value).map(found -> new RulesPiece(file, rule, below, found));
  }

  /** The keys of this mapping. */
  List<String> keys(List<String> allowed) {
    return List.copyOf(mapping(allowed).values().keySet());
  }

  private RulesNode.Mapping mapping(List<String> keys) {
    if (node instanceof RulesNode.Mapping mapping) {
      return mapping;
    }
    throw error("is " + node.kind() + "; allowed: a mapping with " + String.join(", ", keys));
  }
}
