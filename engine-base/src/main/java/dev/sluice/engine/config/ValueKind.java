// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The kind of values that a key takes. */
public sealed interface ValueKind {

  /** The allowed values, in words that follow "is not …". */
  String allowed();

  /** The value as the program uses it; empty if it is not allowed. */
  Optional<Object> accept(Object raw);

  /** Text that passes a test. */
  record Text(String allowed, Predicate<String> test) implements ValueKind {

    /** Any text but a blank one. */
    public static final ValueKind ANY = new Text("text that is not blank", text -> !text.isBlank());

    /** Any text. */
    public static final ValueKind MAYBE_EMPTY = new Text("text", text -> true);

    /** A name that Kafka takes for a topic. */
    public static final ValueKind TOPIC = topic(0);

    /** A name that Kafka takes for a topic even with up to {@code more} characters added to it. */
    public static ValueKind topic(int more) {
      int most = 249 - more;
      return new Text(
          "a topic's name: 1 to " + most + " letters, digits, dots, _ and -",
          Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1," + most + "}").asMatchPredicate());
    }

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

  /**
   * Names with texts; whole numbers and booleans are taken as text.
   *
   * @param refusal why a property of this name must not be set; empty if it may be
   */
  record Properties(Function<String, Optional<String>> refusal) implements ValueKind {
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

  /** Where to listen: a port, as a number or as text, or a host and a port. */
  record Listen() implements ValueKind {
    @Override
    public String allowed() {
      return "a port from 0 to 65535, or HOST:PORT";
    }

    /** The value as a {@link ListenAddress}. */
    @Override
    public Optional<Object> accept(Object raw) {
      return raw instanceof String || raw instanceof Integer
          ? ListenAddress.parse(raw.toString()).map(Object.class::cast)
          : Optional.empty();
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
