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
 * a field has that field's index. A name that leads further, to a node below or to an array whose
 * first element is a field, has an index of its own, from {@link EventField#COUNT} on; it is also
 * the index of that node. Immutable.
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
  private final List<Integer> elements = new ArrayList<>();
  private final int firsts;
  private final Node root;
  private final int longestName;

  /**
   * @param paths the fields' paths, none of which leads through the end of another
   * @param firsts the fields that are the first elements of the arrays there, as bits
   */
  NameTree(Map<EventField, FieldPath> paths, int firsts) {
    this.firsts = firsts;
    for (int i = 0; i < EventField.COUNT; i++) {
      add(0, 1 << i, EventField.NONE);
    }
    paths.forEach(
        (field, path) -> depths.set(field.index(), path.names().size() + (isFirst(field) ? 1 : 0)));
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

  /** How many objects and arrays the value of each index is in, by index. */
  int[] depths() {
    return ints(depths);
  }

  /** The field that is the first element of each index's array, by index; NONE without one. */
  int[] elements() {
    return ints(elements);
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
    EventField field = any.getKey();
    boolean ends = any.getValue().names().size() == level + 1;
    if (ends && !isFirst(field)) {
      return field.index();
    }
    int below = paths.keySet().stream().mapToInt(EventField::bit).sum();
    int index = add(level + 1, below, ends ? field.index() : EventField.NONE);
    if (!ends) {
      nodes.set(index, node(paths, level + 1));
    }
    return index;
  }

  private int add(int depth, int below, int element) {
    nodes.add(null);
    depths.add(depth);
    fieldsBelow.add(below);
    elements.add(element);
    return nodes.size() - 1;
  }

  private boolean isFirst(EventField field) {
    return (firsts & field.bit()) != 0;
  }

  private static int[] ints(List<Integer> numbers) {
    return numbers.stream().mapToInt(Integer::intValue).toArray();
  }
}
