// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.traffic;

import dev.sluice.lab.input.JsonEscaping;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The members of one JSON object, as they will be written: values are raw JSON, and so is the text
 * between the quotes of a name.
 */
final class JsonFields {

  /** The ways in which producers lay out their JSON. */
  enum Style {
    COMPACT(JsonEscaping.PLAIN, "{", ":", ",", "}"),
    PYTHON(JsonEscaping.ASCII, "{", ": ", ", ", "}"),
    PHP(JsonEscaping.SLASHES, "{", ":", ",", "}"),
    PRETTY(JsonEscaping.PLAIN, "{\n  ", " : ", ",\n  ", "\n}\n");

    private final JsonEscaping text;
    private final String open;
    private final String colon;
    private final String comma;
    private final String close;

    Style(JsonEscaping text, String open, String colon, String comma, String close) {
      this.text = text;
      this.open = open;
      this.colon = colon;
      this.comma = comma;
      this.close = close;
    }
  }

  private final Style style;
  private final List<String> names = new ArrayList<>();
  private final List<String> values = new ArrayList<>();

  JsonFields(Style style) {
    this.style = style;
  }

  /** Sets a member to raw JSON; an existing one keeps its place. */
  JsonFields raw(String name, String json) {
    int at = names.indexOf(name);
    if (at < 0) {
      return also(name, json);
    }
    values.set(at, json);
    return this;
  }

  /** Sets a member to a text; null leaves it out. */
  JsonFields text(String name, String text) {
    return text == null ? this : raw(name, style.text.quoted(text));
  }

  /** Sets a member to a number; null leaves it out. */
  JsonFields number(String name, Number number) {
    return number == null ? this : raw(name, number.toString());
  }

  /** Adds a member, even if there is one with that name already. */
  JsonFields also(String name, String json) {
    names.add(name);
    values.add(json);
    return this;
  }

  JsonFields drop(String name) {
    int at = names.indexOf(name);
    if (at >= 0) {
      names.remove(at);
      values.remove(at);
    }
    return this;
  }

  /** Rotates the order of the members by a random number of places. */
  void rotate(SeededRandom random) {
    int by = random.below(names.size());
    Collections.rotate(names, by);
    Collections.rotate(values, by);
  }

  /** The object as JSON. */
  String json() {
    StringBuilder out = new StringBuilder(512).append(style.open);
    for (int i = 0; i < names.size(); i++) {
      out.append(i == 0 ? "" : style.comma);
      out.append('"').append(names.get(i)).append('"').append(style.colon).append(values.get(i));
    }
    return out.append(style.close).toString();
  }

  byte[] bytes() {
    return json().getBytes(StandardCharsets.UTF_8);
  }
}
