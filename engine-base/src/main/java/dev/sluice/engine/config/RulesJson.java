// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import dev.sluice.rules.Condition;
import dev.sluice.rules.Rule;
import dev.sluice.rules.RuleSet;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;

/**
 * Writes the canonical JSON of a rule set: one line without spaces, keys in fixed order, {@code
 * one_of} for both ways to write it. Equal rule sets give equal text.
 */
final class RulesJson {

  private static final HexFormat HEX = HexFormat.of();

  private final StringBuilder out = new StringBuilder();

  static String write(RuleSet rules) {
    RulesJson json = new RulesJson();
    json.out.append("{\"version\":1,\"rules\":");
    json.list(rules.rules(), json::rule);
    return json.out.append('}').toString();
  }

  private void rule(Rule rule) {
    out.append("{\"name\":");
    text(rule.name());
    out.append(",\"when\":");
    condition(rule.when());
    out.append('}');
  }

  private void condition(Condition condition) {
    out.append("{\"").append(condition.key()).append("\":");
    if (condition instanceof Condition.All all) {
      list(all.conditions(), this::condition);
    } else if (condition instanceof Condition.Any any) {
      list(any.conditions(), this::condition);
    } else if (condition instanceof Condition.Not not) {
      condition(not.condition());
    } else {
      onField((Condition.OnField) condition);
    }
    out.append('}');
  }

  private void onField(Condition.OnField condition) {
    out.append("{\"field\":\"").append(condition.field().key()).append('"');
    if (condition instanceof Condition.OneOf oneOf) {
      texts("values", oneOf.values());
    } else if (condition instanceof Condition.Prefix prefix) {
      texts("values", prefix.values());
    } else if (condition instanceof Condition.Suffix suffix) {
      texts("values", suffix.values());
    } else if (condition instanceof Condition.Contains contains) {
      texts("words", contains.words());
    } else if (condition instanceof Condition.InRange inRange) {
      texts("cidrs", inRange.cidrs());
    } else if (condition instanceof Condition.Matches matches) {
      out.append(",\"regex\":");
      text(matches.regex());
    } else if (condition instanceof Condition.Between between) {
      number("min", between.min());
      number("max", between.max());
    }
    out.append('}');
  }

  private void texts(String key, List<String> texts) {
    out.append(",\"").append(key).append("\":");
    list(texts, this::text);
  }

  private void number(String key, Long number) {
    if (number != null) {
      out.append(",\"").append(key).append("\":").append(number.longValue());
    }
  }

  private <T> void list(List<T> items, Consumer<T> write) {
    out.append('[');
    for (int i = 0; i < items.size(); i++) {
      if (i > 0) {
        out.append(',');
      }
      write.accept(items.get(i));
    }
    out.append(']');
  }

  private void text(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\').append(c);
      } else if (standsAsItIs(text, i)) {
        out.append(c);
      } else {
        out.append("\\u").append(HEX.toHexDigits(c));
      }
    }
    out.append('"');
  }

  /** Whether the character needs no escape in both JSON and YAML. */
  private static boolean standsAsItIs(String text, int i) {
    char c = text.charAt(i);
    if (Character.isHighSurrogate(c)) {
      return i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1));
    }
    if (Character.isLowSurrogate(c)) {
      return i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
    }
    boolean lineEnd = c == '\u2028' || c == '\u2029';
    boolean mark = c == '\ufeff' || c == '\ufffe' || c == '\uffff';
    return c >= ' ' && !Character.isISOControl(c) && !lineEnd && !mark;
  }
}
