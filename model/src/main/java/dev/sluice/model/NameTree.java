// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The names that lead to fields, as a tree: a node for each object on the way. A name that leads to
 * a field has that field's index. A name that leads to a node below has an index of its own, from
 * {@link EventField#COUNT} on; it is also the index of that node. Immutable.
 */
final class NameTree {

  @SuppressWarnings("ArrayRecordComponent") // never handed out, never compared
  private record Name(byte[] bytes, int index) {}

  /** The names that are looked for in one object. */
  static final class Node {
    private final Name[][] byLength;

    private Node(List<Name> names) {
      int longest = names.stream().mapToInt(name -> name.bytes.length).max().orElse(0);
      byLength = new Name[longest + 1][];
      for (int length = 0; length <= longest; length++) {
        int wanted = length;
        byLength[length] =
            names.stream().filter(name -> name.bytes.length == wanted).toArray(Name[]::new);
      }
    }

    /**
     * The index of the name in the range, compared byte by byte; {@link EventField#NONE} for any
     * other name.
     */
    int named(byte[] text, int start, int end) {
      if (end - start >= byLength.length) {
        return EventField.NONE;
      }
      for (Name name : byLength[end - start]) {
        if (Arrays.equals(name.bytes, 0, name.bytes.length, text, start, end)) {
          return name.index;
        }
      }
      return EventField.NONE;
    }
  }

  private final List<Node> nodes = new ArrayList<>();
  private final List<Integer> fieldsBelow = new ArrayList<>();
  private final List<Integer> depths = new ArrayList<>();
  private final Node root;
  private final int longestName;

  /** A tree of these paths, none of which leads through the end of another. */
  NameTree(Map<EventField, FieldPath> paths) {
    for (int i = 0; i < EventField.COUNT; i++) {
      nodes.add(null);
      fieldsBelow.add(1 << i);
      depths.add(0);
    }
    paths.forEach((field, path) -> depths.set(field.index(), path.names().size()));
    root = node(paths, 0);
    longestName =
        paths.values().stream()
            .flatMap(path -> path.names().stream())
            .mapToInt(name -> name.getBytes(UTF_8).length)
            .max()
            .orElse(0);
  }

  /** The node of the outermost object. */
  Node root() {
    return root;
  }

  /** The number of indexes. */
  int size() {
    return nodes.size();
  }

  /** The node that the name of this index leads to. */
  Node node(int index) {
    return nodes.get(index);
  }

  /** How many names lead to each index, by index. */
  int[] depths() {
    return depths.stream().mapToInt(Integer::intValue).toArray();
  }

  /** The fields that the name of this index leads to, as bits. */
  int fieldsBelow(int index) {
    return fieldsBelow.get(index);
  }

  /** The length of the longest name, in bytes. */
  int longestName() {
    return longestName;
  }

  /**
   * @param level how many names of the paths lead to the node
   */
  private Node node(Map<EventField, FieldPath> paths, int level) {
    Map<String, Map<EventField, FieldPath>> byName = new LinkedHashMap<>();
    paths.forEach(
        (field, path) ->
            byName
                .computeIfAbsent(path.names().get(level), name -> new EnumMap<>(EventField.class))
                .put(field, path));
    List<Name> names = new ArrayList<>();
    byName.forEach((name, below) -> names.add(new Name(name.getBytes(UTF_8), index(below, level))));
    return new Node(names);
  }

  private int index(Map<EventField, FieldPath> paths, int level) {
    Map.Entry<EventField, FieldPath> any = paths.entrySet().iterator().next();
    if (any.getValue().names().size() == level + 1) {
      return any.getKey().index();
    }
    int index = nodes.size();
    nodes.add(null);
    depths.add(level + 1);
    fieldsBelow.add(paths.keySet().stream().mapToInt(EventField::bit).sum());
    nodes.set(index, node(paths, level + 1));
    return index;
  }
}
