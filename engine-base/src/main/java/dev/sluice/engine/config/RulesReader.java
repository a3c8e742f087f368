// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import dev.sluice.rules.Condition;
import dev.sluice.rules.Field;
import dev.sluice.rules.Filter;
import dev.sluice.rules.InvalidRuleException;
import dev.sluice.rules.Quoted;
import dev.sluice.rules.Rule;
import dev.sluice.rules.RuleSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Converts a rule file's pieces to rules, and remembers each one's place for later errors. */
final class RulesReader {

  private static final List<String> CONDITIONS =
      List.of(
          "equals",
          "one_of",
          "prefix",
          "suffix",
          "contains",
          "matches",
          "in_range",
          "between",
          "missing",
          "all",
          "any",
          "not");
  private static final List<String> FIELDS = Arrays.stream(Field.values()).map(Field::key).toList();

  /** The pieces by the rule's index and {@link InvalidRuleException#path}. */
  private final Map<String, YamlPiece> pieces = new HashMap<>();

  /** The index of the rule that is being read. */
  private int index;

  private RulesReader() {}

  /**
   * Reads a rule file and checks that it can be run.
   *
   * @throws ConfigException naming file, line, rule, key and what is allowed
   */
  static RuleSet read(String file, String text) {
    RulesReader reader = new RulesReader();
    RuleSet rules =
        reader.ruleSet(new YamlPiece(file, "", "", YamlDocument.read(file, text, "rules")));
    try {
      Filter.of(rules);
    } catch (InvalidRuleException e) {
      throw reader.pieces.get(e.index() + "." + e.path()).error(e.problem());
    }
    return rules;
  }

  private RuleSet ruleSet(YamlPiece root) {
    root.allow(List.of("version", "rules"));
    root.checkVersion();
    List<Rule> rules = new ArrayList<>();
    for (YamlPiece piece : root.required("rules").items()) {
      index = rules.size();
      rules.add(rule(piece));
    }
    return new RuleSet(rules);
  }

  private Rule rule(YamlPiece unnamed) {
    List<String> keys = List.of("name", "when");
    boolean named = unnamed.keys(keys).contains("name");
    YamlPiece rule =
        named ? unnamed.of("rule " + Quoted.text(unnamed.required("name").text())) : unnamed;
    rule.allow(keys);
    String name = placed("name", rule.required("name")).text();
    return new Rule(name, condition(rule.required("when"), "when"));
  }

  private YamlPiece placed(String path, YamlPiece piece) {
    pieces.put(index + "." + path, piece);
    return piece;
  }

  /**
   * @param path the piece's place as {@link InvalidRuleException#path} gives it
   */
  private Condition condition(YamlPiece piece, String path) {
    piece.allow(CONDITIONS);
    List<String> keys = piece.keys(CONDITIONS);
    if (keys.size() != 1) {
      String has = keys.isEmpty() ? "none" : String.join(", ", keys);
      throw piece.error(
          "a condition has one key, but this has "
              + has
              + "; join conditions with all or any, or give one of "
              + String.join(", ", CONDITIONS));
    }
    String key = keys.get(0);
    String at = path + "." + (key.equals("equals") ? "one_of" : key);
    YamlPiece body = placed(at, piece.required(key));
    return switch (key) {
      case "all" -> new Condition.All(conditions(body, at));
      case "any" -> new Condition.Any(conditions(body, at));
      case "not" -> new Condition.Not(condition(body, at));
      default -> onField(key, body, at);
    };
  }

  private List<Condition> conditions(YamlPiece body, String path) {
    List<Condition> conditions = new ArrayList<>();
    for (YamlPiece item : body.items()) {
      conditions.add(condition(item, path + "[" + conditions.size() + "]"));
    }
    return conditions;
  }

  private Condition onField(String key, YamlPiece body, String at) {
    return switch (key) {
      case "equals" -> new Condition.OneOf(field(body, at, "value"), oneText(body, at));
      case "one_of" -> new Condition.OneOf(field(body, at, "values"), texts(body, at, "values"));
      case "prefix" ->
          new Condition.Prefix(field(body, at, "values", "value"), oneOrMoreTexts(body, at));
      case "suffix" ->
          new Condition.Suffix(field(body, at, "values", "value"), oneOrMoreTexts(body, at));
      case "contains" -> new Condition.Contains(field(body, at, "words"), texts(body, at, "words"));
      case "matches" ->
          new Condition.Matches(
              field(body, at, "regex"), placed(at + ".regex", body.required("regex")).text());
      case "in_range" -> new Condition.InRange(field(body, at, "cidrs"), texts(body, at, "cidrs"));
      case "between" ->
          new Condition.Between(
              field(body, at, "min", "max"), bound(body, at, "min"), bound(body, at, "max"));
      case "missing" -> new Condition.Missing(field(body, at));
      default -> throw new IllegalStateException("no way to read " + key);
    };
  }

  /** The field of a condition, which may have only these keys besides. */
  private Field field(YamlPiece body, String at, String... others) {
    List<String> keys = new ArrayList<>(List.of("field"));
    keys.addAll(List.of(others));
    body.allow(keys);
    YamlPiece piece = placed(at + ".field", body.required("field"));
    String name = piece.text();
    return Arrays.stream(Field.values())
        .filter(each -> each.key().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                piece.error(
                    Quoted.text(name) + " is not a field; " + Suggestion.among(FIELDS, name)));
  }

  private List<String> texts(YamlPiece body, String at, String key) {
    YamlPiece list = placed(at + "." + key, body.required(key));
    List<String> texts = new ArrayList<>();
    for (YamlPiece item : list.items()) {
      texts.add(placed(at + "." + key + "[" + texts.size() + "]", item).text());
    }
    return texts;
  }

  /**
   * A single {@code value}; {@link InvalidRuleException#path} gives it as the first of {@code
   * values}.
   */
  private List<String> oneText(YamlPiece body, String at) {
    return List.of(placed(at + ".values[0]", body.required("value")).text());
  }

  private List<String> oneOrMoreTexts(YamlPiece body, String at) {
    boolean one = body.optional("value").isPresent();
    if (one == body.optional("values").isPresent()) {
      throw body.error(
          "has " + (one ? "both" : "neither of") + " value and values; give one of them");
    }
    return one ? oneText(body, at) : texts(body, at, "values");
  }

  private Long bound(YamlPiece body, String at, String key) {
    return body.optional(key)
        .map(piece -> placed(at + "." + key, piece).wholeNumber())
        .orElse(null);
  }
}
