// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import java.util.List;
import java.util.Map;

/** A node of a YAML document, with the line on which it starts, counted from 1. */
sealed interface YamlNode {

  int line();

  /** The name of such a node in errors. */
  String kind();

  /**
   * A text as it was written, after unescaping; not converted to a number, a boolean or null.
   *
   * @param plain whether it was written without quotes
   */
  record Scalar(int line, String text, boolean plain) implements YamlNode {
    @Override
    public String kind() {
      return isNull() ? "nothing" : "a text";
    }

    /** Whether this is one of YAML's ways to write null. */
    boolean isNull() {
      return plain && List.of("", "~", "null", "Null", "NULL").contains(text);
    }
  }

  /** A list. */
  record Sequence(int line, List<YamlNode> items) implements YamlNode {
    @Override
    public String kind() {
      return "a list";
    }
  }

  /**
   * Keys with their values, in order.
   *
   * @param keyLines the line of each key
   */
  record Mapping(int line, Map<String, YamlNode> values, Map<String, Integer> keyLines)
      implements YamlNode {
    @Override
    public String kind() {
      return "a mapping";
    }
  }
}
