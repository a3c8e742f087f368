// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Makes mappings, and values that nearly fit them. */
final class RandomMappings {

  private static final List<String> NAMES =
      List.of("a", "b", "ab", "host", "hostname", "a.b", "\\", "\u00e9", "x\"y", "User-Agent");

  private static final List<String> OTHERS =
      List.of(
          "null",
          "1",
          "-1",
          "1.5e3",
          "\"\"",
          "\"x\"",
          "\"\\u0000\"",
          "true",
          "{}",
          "[]",
          "{\"a\":1}",
          "[1]",
          "\"7\"",
          "\"007\"",
          "\"" + "y".repeat(65) + "\"");

  /** A mapping of the required fields and some others, whose paths do not meet. */
  static EventMapping mapping(Random random) {
    Optional<EventMapping> mapping = Optional.empty();
    while (mapping.isEmpty()) {
      mapping = drawn(random);
    }
    return mapping.get();
  }

  private static Optional<EventMapping> drawn(Random random) {
    Map<EventField, FieldSource> sources = new EnumMap<>(EventField.class);
    for (EventField field : EventField.values()) {
      if (field.isRequired() || random.nextInt(3) > 0) {
        sources.put(field, source(field, random));
      }
    }
    try {
      return Optional.of(new EventMapping(sources));
    } catch (InvalidMappingException pathsMeet) {
      return Optional.empty();
    }
  }

  private static FieldSource source(EventField field, Random random) {
    boolean isTime = field == EventField.EVENT_TIME;
    if (!isTime && random.nextInt(8) == 0) {
      return new FieldSource.Constant(field.isText() ? "c" : "7");
    }
    List<String> names = new ArrayList<>();
    for (int steps = 1 + random.nextInt(4); steps > 0; steps--) {
      names.add(pick(NAMES, random));
    }
    TimeFormat format = isTime ? pick(List.of(TimeFormat.Named.values()), random) : null;
    boolean number = isTime ? format.isNumber() : !field.isText();
    return new FieldSource.Member(
        new FieldPath(names), format, random.nextInt(4) == 0, number && random.nextBoolean());
  }

  /** A value in which most fields are at their places, and some places have something else. */
  static String value(EventMapping mapping, Random random) {
    Map<String, Object> root = new LinkedHashMap<>();
    int flaw = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(40);
    mapping
        .sources()
        .forEach(
            (field, source) -> {
              if (source instanceof FieldSource.Member member) {
                put(root, field, member, random, flaw);
              }
            });
    StringBuilder json = new StringBuilder();
    write(json, root, random, flaw);
    return json.toString();
  }

  @SuppressWarnings("unchecked")
  private static void put(
      Map<String, Object> root,
      EventField field,
      FieldSource.Member member,
      Random random,
      int flaw) {
    Map<String, Object> at = root;
    List<String> names = member.path().names();
    for (String name : names.subList(0, names.size() - 1)) {
      at = (Map<String, Object>) at.computeIfAbsent(name, ignored -> new LinkedHashMap<>());
    }
    String leaf = leaf(field, member, random, flaw);
    at.put(names.get(names.size() - 1), member.first() ? List.of(leaf, "1") : leaf);
  }

  private static String leaf(EventField field, FieldSource.Member member, Random random, int flaw) {
    boolean isTime = field == EventField.EVENT_TIME;
    boolean isNumber = isTime ? member.format().isNumber() : !field.isText();
    if (flaw > 0 && random.nextInt(flaw) == 0) {
      return pick(OTHERS, random);
    }
    String text =
        isTime && isNumber
            ? random.nextInt(100_000) + "." + random.nextInt(1_000_000) + "e" + random.nextInt(9)
            : isTime
                ? "2025-01-02T03:04:05." + random.nextInt(1_000_000_000) + "Z"
                : isNumber ? String.valueOf(random.nextInt(1_000)) : "t\\u00e9" + random.nextInt(9);
    boolean quoted = !isNumber || (member.textAllowed() && random.nextBoolean());
    return quoted ? "\"" + text + "\"" : text;
  }

  @SuppressWarnings("unchecked")
  private static void write(StringBuilder json, Object value, Random random, int flaw) {
    if (value instanceof Map<?, ?> map) {
      List<Map.Entry<String, Object>> members =
          new ArrayList<>(((Map<String, Object>) map).entrySet());
      if (random.nextBoolean()) {
        Collections.shuffle(members, random);
      }
      json.append('{');
      for (Map.Entry<String, Object> member : members) {
        for (int times = flaw > 0 && random.nextInt(4 * flaw) == 0 ? 2 : 1; times > 0; times--) {
          name(json, member.getKey(), random);
          boolean flawed = flaw > 0 && random.nextInt(2 * flaw) == 0;
          write(json, flawed ? pick(OTHERS, random) : member.getValue(), random, flaw);
          json.append(',').append(" ".repeat(random.nextInt(6) / 5));
        }
        if (random.nextInt(6) == 0) {
          name(json, "z" + random.nextInt(9), random);
          json.append("{\"a\":[1],\"host\":2},");
        }
      }
      name(json, "end", random);
      json.append("0}");
    } else if (value instanceof List<?> list) {
      json.append("[").append(list.get(0)).append(",").append(list.get(1)).append("]");
    } else {
      json.append(value);
    }
  }

  private static void name(StringBuilder json, String name, Random random) {
    boolean escape = random.nextInt(6) == 0;
    json.append('"');
    name.chars()
        .forEach(
            c -> {
              if (escape || c == '"' || c == '\\') {
                json.append("\\u%04x".formatted(c));
              } else {
                json.append((char) c);
              }
            });
    json.append(random.nextInt(10) == 0 ? "\" :" : "\":");
  }

  private static <T> T pick(List<T> from, Random random) {
    return from.get(random.nextInt(from.size()));
  }

  private RandomMappings() {}
}
