// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import java.util.Arrays;

/**
 * Scans a value that is well-formed UTF-8 in one pass: whether it is one JSON text (RFC 8259), and
 * where in it the members are whose names lead to fields. Builds nothing, is not recursive, and
 * always reads JSON to its last byte, so that it finds the first defect of the list and not the
 * first in the text (R3). Not thread-safe: the next scan reuses its state.
 */
final class JsonScanner {

  private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
  private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};
  private static final byte[] NULL = {'n', 'u', 'l', 'l'};

  private final NameTree names;

  // Sets of members by their index, as bits: those that the value has, and the kinds of their
  // values.
  private long seen;
  private long twice;
  private long nulls;
  private long texts;
  private long numbers;
  private long escaped;
  private long entered;

  private final int[] starts;
  private final int[] ends;
  private final byte[] name;

  // A bit for each open object (1) or array (0); the innermost is at depth - 1.
  private long[] open = new long[1];
  private int depth;

  // The nodes of the names in the open objects, from level 1 on. Only a member of an object with a
  // node can lead to another, so these are the outermost ones, and the innermost has one only if
  // depth and level are the same.
  private final NameTree.Node[] nodes = new NameTree.Node[FieldPath.MOST_STEPS + 1];
  private int level;

  private final int[] depths; // how many objects and arrays the value of a member is in
  private final int[] elements; // the member that is the first element of a member's array, or NONE

  // The bytes after the value of a field, and those from the start of a member's object to its
  // first member; the last of the latter are of the outermost object.
  private final FieldSeparators between;
  private final FieldSeparators within;

  private int member; // the index of the member whose value comes next, or NONE
  private boolean empty; // the object or array that was opened last
  private boolean sawEscape; // in the string that was skipped last
  private boolean object;
  private int defects;

  /**
   * @param names the names to look for
   */
  JsonScanner(NameTree names) {
    this.names = names;
    starts = new int[names.size()];
    ends = new int[names.size()];
    name = new byte[names.longestName()];
    depths = names.depths();
    elements = names.elements();
    between = new FieldSeparators(names.size());
    within = new FieldSeparators(names.size() + 1);
    nodes[1] = names.root();
  }

  /**
   * Scans a value; the other methods describe it until the next scan.
   *
   * @return whether the value is one JSON text; if not, the other methods' results are undefined
   */
  boolean scan(byte[] json) {
    seen = 0;
    twice = 0;
    nulls = 0;
    texts = 0;
    numbers = 0;
    escaped = 0;
    entered = 0;
    depth = 0;
    member = EventField.NONE;
    defects = 0;
    int ended = EventField.NONE; // the member whose value has just ended, or NONE
    int at = JsonBytes.skipSpace(json, 0);
    object = at < json.length && json[at] == '{';
    level = object ? 1 : 0;
    while (at >= 0 && at < json.length) {
      byte first = json[at];
      if (first == '{' || first == '[') {
        ended = EventField.NONE;
        at = open(json, at, first == '{');
        if (!empty) {
          continue;
        }
        nulls |= keep(at, at); // the first element of an empty array
      } else {
        ended = member;
        at = skipScalar(json, at, first);
        if (at < 0) {
          return false;
        }
        if (ended != EventField.NONE) {
          int known = between.at(json, at, ended);
          if (known != EventField.NONE) {
            leave(FieldSeparators.closed(known));
            expect(FieldSeparators.next(known));
            at = JsonBytes.skipSpace(json, at + FieldSeparators.length(known));
            continue;
          }
        }
      }
      // A value has ended, or an empty object or array is about to.
      int end = at;
      while (true) {
        at = JsonBytes.skipSpace(json, at);
        if (depth == 0) {
          return at == json.length;
        }
        if (at == json.length) {
          return false;
        }
        if (json[at] == ',') {
          at = JsonBytes.skipSpace(json, at + 1);
          at = closing() == '}' ? skipName(json, at) : at;
          if (depth == level && ended != EventField.NONE && member != EventField.NONE && at > 0) {
            between.remember(json, end, at, ended, member, depths[ended] - depth);
          }
          ended = EventField.NONE;
          break;
        }
        if (json[at] != closing()) {
          return false;
        }
        leave(1);
        at++;
      }
    }
    return false;
  }

  /** Whether the value is an object. */
  boolean isObject() {
    return object;
  }

  /** The defects of the JSON itself: a bit for each reason, by its position in the list. */
  int defects() {
    return defects;
  }

  /** The members that are present and not null, as bits. */
  long present() {
    return seen & ~nulls;
  }

  /** The members that are present more than once, as bits. */
  long twice() {
    return twice;
  }

  /** The members whose values are texts, as bits. */
  long texts() {
    return texts;
  }

  /** The members whose values are numbers, as bits. */
  long numbers() {
    return numbers;
  }

  /** The texts that hold escapes, so that their bytes are not the text itself. */
  long escaped() {
    return escaped;
  }

  /** The members whose values are objects or arrays on the way to fields, as bits. */
  long entered() {
    return entered;
  }

  /** Where the text or number of the field of this index begins, without the quotation mark. */
  int start(int of) {
    return starts[of];
  }

  /** Where the text or number of the field of this index ends, without the quotation mark. */
  int end(int of) {
    return ends[of];
  }

  /** Records where a value is if its member counts; returns the member's bit, or 0. */
  private long keep(int start, int end) {
    int of = member;
    if (of == EventField.NONE) {
      return 0;
    }
    starts[of] = start;
    ends[of] = end;
    member = EventField.NONE;
    return 1L << of;
  }

  /** Opens an object or array, up to its first value; if it is empty, up to its end. */
  private int open(byte[] json, int start, boolean isObject) {
    int of = member == EventField.NONE ? names.size() : member;
    enter(start, isObject);
    boolean named = level > depth;
    push(isObject);
    empty = false;
    if (named) {
      int known = within.at(json, start, of);
      if (known != EventField.NONE) {
        expect(FieldSeparators.next(known));
        return JsonBytes.skipSpace(json, start + FieldSeparators.length(known));
      }
    }
    int at = JsonBytes.skipSpace(json, start + 1);
    if (at < json.length && json[at] == closing()) {
      empty = true;
      return at;
    }
    at = isObject ? skipName(json, at) : at;
    if (named && member != EventField.NONE && at > 0) {
      within.remember(json, start, at, of, member, 0);
    }
    return at;
  }

  /**
   * Notes the start of an object or array. The innermost object gets its node if names in it lead
   * to fields; a field is expected if it is the first element of this array.
   */
  private void enter(int at, boolean isObject) {
    int of = member;
    long bit = keep(at, at);
    if (of < EventField.COUNT) {
      return; // no name that leads further
    }
    int element = elements[of];
    if (isObject && element == EventField.NONE) {
      entered |= bit;
      level++;
      nodes[level] = names.node(of);
    } else if (!isObject && element != EventField.NONE) {
      entered |= bit;
      expect(element);
    }
  }

  /** Notes the end of that many objects and arrays. */
  private void leave(int ends) {
    if (ends > 0) {
      depth -= ends;
      level = Math.min(level, depth);
    }
  }

  private void push(boolean isObject) {
    int word = depth >> 6;
    if (word == open.length) {
      open = Arrays.copyOf(open, 2 * word);
    }
    long bit = 1L << depth;
    open[word] = isObject ? open[word] | bit : open[word] & ~bit;
    depth++;
    if (depth > Limits.NESTING) {
      defects |= Reason.NESTED_TOO_DEEP.bit();
    }
  }

  private byte closing() {
    int innermost = depth - 1;
    return (byte) ((open[innermost >> 6] & 1L << innermost) != 0 ? '}' : ']');
  }

  /** Skips a member's name and the colon, up to the start of its value. */
  private int skipName(byte[] json, int at) {
    if (at == json.length || json[at] != '"') {
      return JsonBytes.FAILED;
    }
    int end = skipString(json, at + 1);
    if (end < 0) {
      return JsonBytes.FAILED;
    }
    if (depth == level) {
      expect(named(json, at + 1, end - 1));
    }
    int colon = JsonBytes.skipSpace(json, end);
    return colon < json.length && json[colon] == ':'
        ? JsonBytes.skipSpace(json, colon + 1)
        : JsonBytes.FAILED;
  }

  private int named(byte[] json, int start, int end) {
    if (!sawEscape) {
      return nodes[level].named(json, start, end);
    }
    int length = JsonText.unescape(json, start, end, name, 0, name.length);
    return length == JsonText.UNSTORABLE || length > name.length
        ? EventField.NONE
        : nodes[level].named(name, 0, length);
  }

  private void expect(int next) {
    if (next != EventField.NONE) {
      long bit = 1L << next;
      if ((seen & bit) != 0) {
        twice |= bit;
        defects |= Reason.DUPLICATE_FIELD.bit();
      }
      seen |= bit;
    }
    member = next;
  }

  private int skipScalar(byte[] json, int at, byte first) {
    return switch (first) {
      case '"' -> {
        int end = skipString(json, at + 1);
        long bit = keep(at + 1, end - 1);
        texts |= bit;
        escaped |= sawEscape ? bit : 0;
        yield end;
      }
      case 't' -> {
        keep(at, at);
        yield JsonBytes.skipLiteral(json, at, TRUE);
      }
      case 'f' -> {
        keep(at, at);
        yield JsonBytes.skipLiteral(json, at, FALSE);
      }
      case 'n' -> {
        nulls |= keep(at, at);
        yield JsonBytes.skipLiteral(json, at, NULL);
      }
      default -> skipNumber(json, at);
    };
  }

  private int skipNumber(byte[] json, int start) {
    int end = JsonBytes.skipNumber(json, start);
    if (end - start > Limits.NUMBER_LENGTH) {
      defects |= Reason.NUMBER_TOO_LONG.bit();
    }
    numbers |= keep(start, end);
    return end;
  }

  /** Skips a string, from after its opening quotation mark to after the closing one. */
  private int skipString(byte[] json, int start) {
    sawEscape = false;
    int at = start;
    while (true) {
      at = JsonBytes.skipPlain(json, at);
      if (at == json.length) {
        return JsonBytes.FAILED;
      }
      if (json[at] == '"') {
        return at + 1;
      }
      if (json[at] != '\\') {
        return JsonBytes.FAILED;
      }
      sawEscape = true;
      at = JsonBytes.skipEscape(json, at + 1);
      if (at < 0) {
        return JsonBytes.FAILED;
      }
    }
  }
}
