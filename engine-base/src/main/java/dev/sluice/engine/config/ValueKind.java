// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The kind of values that a key takes. */
sealed interface ValueKind {

  /** The allowed values, in words that follow "is not …". */
  String allowed();

  /** The value as the program uses it; empty if it is not allowed. */
  Optional<Object> accept(Object raw);

  /** Text that passes a test. */
  record Text(String allowed, Predicate<String> test) implements ValueKind {
    @Override
    public Optional<Object> accept(Object raw) {
      return raw instanceof String text && test.test(text) ? Optional.of(text) : Optional.empty();
    }
  }

  /** True or false. */
  record Flag() implements ValueKind {
    @Override
    public String allowed() {
      return "true or false";
    }

    @Override
    public Optional<Object> accept(Object raw) {
      return raw instanceof Boolean ? Optional.of(raw) : Optional.empty();
    }
  }

  /** A whole number within bounds, kept as a long. */
  record Whole(long least, long most) implements ValueKind {
    @Override
    public String allowed() {
      return "a whole number from " + least + " to " + most;
    }

    @Override
    public Optional<Object> accept(Object raw) {
      if (!(raw instanceof Integer || raw instanceof Long)) {
        return Optional.empty();
      }
      long value = ((Number) raw).longValue();
      return value >= least && value <= most ? Optional.of(value) : Optional.empty();
    }
  }

  /** A whole number, or one word, which is kept as text. */
  record WholeOr(Whole whole, String word) implements ValueKind {
    @Override
    public String allowed() {
      return whole.allowed() + ", or \"" + word + "\"";
    }

    @Override
    public Optional<Object> accept(Object raw) {
      return word.equals(raw) ? Optional.of(raw) : whole.accept(raw);
    }
  }

  /** Names with texts; whole numbers and booleans are taken as text. */
  record Properties() implements ValueKind {
    @Override
    public String allowed() {
      return "an object of names and texts";
    }

    @Override
    public Optional<Object> accept(Object raw) {
      if (!(raw instanceof Map<?, ?> map)) {
        return Optional.empty();
      }
      Map<String, String> properties = new TreeMap<>();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        Object value = entry.getValue();
        if (!(entry.getKey() instanceof String name)
            || !(value instanceof String
                || value instanceof Boolean
                || value instanceof Integer
                || value instanceof Long
                || value instanceof BigInteger)) {
          return Optional.empty();
        }
        properties.put(name, value.toString());
      }
      return Optional.of(properties);
    }
  }

  /** What else has a file of its own, kept as it was read; its reader checks it. */
  record Document(String allowed) implements ValueKind {
    @Override
    public Optional<Object> accept(Object raw) {
      return raw instanceof Map ? Optional.of(raw) : Optional.empty();
    }
  }
}
