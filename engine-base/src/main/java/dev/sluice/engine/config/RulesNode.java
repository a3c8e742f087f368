package dev.sluice.engine.config;

import java.util.List;
import java.util.Map;

/** A piece of a rule file, and the line, from 1, on which it begins. */
sealed interface RulesNode {

  int line();

  /** What errors call such a piece. */
  String kind();

  /**
   * A text as it was written, after unescaping; no number, boolean or null is made of it.
   *
   * @param plain whether it was written without quotes
   */
  record Scalar(int line, String text, boolean plain) implements RulesNode {
    @Override
    public String kind() {
      return isNull() ? "nothing" : "a text";
    }

    /** Whether this is how YAML says that there is nothing. */
    boolean isNull() {
      return plain && List.of("", "~", "null", "Null", "NULL").contains(text);
    }
  }

  /** A list. */
  record Sequence(int line, List<RulesNode> items) implements RulesNode {
    @Override
    public String kind() {
      return "a list";
    }
  }

  /**
   * Keys with their values, in order.
   *
   * @param keyLines where each key stands
   */
  record Mapping(int line, Map<String, RulesNode> values, Map<String, Integer> keyLines)
      implements RulesNode {
    @Override
    public String kind() {
      return "a mapping";
    }
  }
}
