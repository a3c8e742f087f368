// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The names of the members that lead from a value's outermost object to a field (R1).
 *
 * @param names one to {@link #MOST_STEPS}, none of them empty or longer than {@link #NAME_BYTES}
 */
public record FieldPath(List<String> names) {

  /** The most steps of a path. */
  public static final int MOST_STEPS = 4;

  /** The most UTF-8 bytes of a name. */
  public static final int NAME_BYTES = 255;

  private static final String KEY = "from";

  public FieldPath {
    names = List.copyOf(names);
    if (names.isEmpty() || names.size() > MOST_STEPS) {
      throw new InvalidMappingException(
          KEY, "has " + names.size() + " names; allowed: 1 to " + MOST_STEPS);
    }
    for (String name : names) {
      check(name);
    }
  }

  /**
   * Parses names separated by dots; a dot or a backslash within a name follows a backslash.
   *
   * @throws InvalidMappingException if the text is not a path
   */
  public static FieldPath parse(String text) {
    List<String> names = new ArrayList<>();
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '.') {
        names.add(name.toString());
        name.setLength(0);
      } else if (c == '\\') {
        i++;
        if (i == text.length() || (text.charAt(i) != '.' && text.charAt(i) != '\\')) {
          throw new InvalidMappingException(
              KEY,
              "has a lone backslash; allowed: \\. for a dot and \\\\ for a backslash in a name");
        }
        name.append(text.charAt(i));
      } else {
        name.append(c);
      }
    }
    names.add(name.toString());
    return new FieldPath(names);
  }

  /** The text that {@link #parse} reads this path from. */
  public String text() {
    return names.stream()
        .map(name -> name.replace("\\", "\\\\").replace(".", "\\."))
        .collect(Collectors.joining("."));
  }

  /** Whether the other path is this one, or leads further on from where this one ends. */
  boolean leadsTo(FieldPath other) {
    return other.names.size() >= names.size() && other.names.subList(0, names.size()).equals(names);
  }

  private static void check(String name) {
    if (name.isEmpty()) {
      throw new InvalidMappingException(
          KEY,
          "has an empty name; allowed: names separated by single dots, \\. for a dot in a name");
    }
    if (!JsonText.isStorable(name)) {
      throw new InvalidMappingException(
          KEY, "has U+0000 or a lone surrogate; allowed: other characters");
    }
    int bytes = name.getBytes(UTF_8).length;
    if (bytes > NAME_BYTES) {
      throw new InvalidMappingException(
          KEY, "has a name of " + bytes + " UTF-8 bytes; allowed: at most " + NAME_BYTES);
    }
  }
}
