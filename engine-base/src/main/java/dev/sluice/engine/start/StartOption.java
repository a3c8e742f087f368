// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.start;

import dev.sluice.engine.config.ConfigException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a run without a ledger starts, and whether a run with one is accepted (R15). */
public sealed interface StartOption {

  /** Resumes from the ledger; without one, starts at the earliest record. */
  record Resume() implements StartOption {}

  /** Starts at the first record that the log still has. */
  record Earliest() implements StartOption {}

  /** Starts at the last stable offset: with the records committed after the start. */
  record Latest() implements StartOption {}

  /** Starts at the first record whose timestamp is not before the instant, or else at the end. */
  record Timestamp(Instant instant) implements StartOption {}

  /** Starts at the given offset of each partition. */
  record Offsets(SortedMap<Integer, Long> byPartition) implements StartOption {
    public Offsets {
      byPartition = new TreeMap<>(byPartition);
    }
  }

  /**
   * Resumes from the ledger, like {@link Resume}, with state that the engine itself saved at a
   * path. For engines that have such state; the ledger overrules its offsets.
   *
   * @param path as the engine accepts it: a local path or a URI
   */
  record Restored(Saved kind, String path) implements StartOption {

    /** The option as it is written in a configuration. */
    public String text() {
      return kind.prefix() + path;
    }
  }

  /** The kinds of state that an engine saves. */
  enum Saved {
    /** Saved on request, and kept until the user deletes it. */
    SAVEPOINT,
    /** Saved by the engine at intervals, and replaced by the next. */
    CHECKPOINT;

    private String prefix() {
      return name().toLowerCase(Locale.ROOT) + ":";
    }
  }

  /** Whether the run may continue an existing ledger. */
  default boolean resumes() {
    return this instanceof Resume || this instanceof Restored;
  }

  /**
   * Parses the value of the key {@code start}.
   *
   * @throws ConfigException naming the text and the allowed ones
   */
  static StartOption parse(String text) {
    if (text.startsWith("timestamp:")) {
      return new Timestamp(instant(text));
    }
    if (text.startsWith("offsets:")) {
      return new Offsets(offsets(text));
    }
    for (Saved kind : Saved.values()) {
      if (text.startsWith(kind.prefix())) {
        return new Restored(kind, path(text, kind));
      }
    }
    return switch (text) {
      case "resume" -> new Resume();
      case "earliest" -> new Earliest();
      case "latest" -> new Latest();
      default ->
          throw refused(
              text,
              "resume, earliest, latest, timestamp:2026-11-22T07:40:00Z, offsets:0=15,1=7,"
                  + " savepoint:PATH or checkpoint:PATH");
    };
  }

  private static String path(String text, Saved kind) {
    String path = text.substring(kind.prefix().length());
    if (path.isBlank()) {
      throw refused(text, "a path after the colon: " + kind.prefix() + "PATH");
    }
    return path;
  }

  private static Instant instant(String text) {
    try {
      Instant instant = Instant.parse(text.substring("timestamp:".length()));
      if (instant.toEpochMilli() >= 0) {
        return instant;
      }
    } catch (DateTimeParseException | ArithmeticException e) {
      // Refused below, like a time before 1970: Kafka reserves negative timestamps for its own use.
    }
    throw refused(text, "a time in UTC from 1970 on, such as timestamp:2026-11-22T07:40:00Z");
  }

  private static SortedMap<Integer, Long> offsets(String text) {
    String allowed = "a partition's number, = and an offset, each partition once: offsets:0=15,1=7";
    Pattern entry = Pattern.compile("([0-9]{1,9})=([0-9]{1,18})");
    SortedMap<Integer, Long> offsets = new TreeMap<>();
    for (String part : text.substring("offsets:".length()).split(",", -1)) {
      Matcher matcher = entry.matcher(part);
      if (!matcher.matches()
          || offsets.put(Integer.valueOf(matcher.group(1)), Long.valueOf(matcher.group(2)))
              != null) {
        throw refused(text, allowed);
      }
    }
    return offsets;
  }

  private static ConfigException refused(String text, String allowed) {
    return new ConfigException("start", "\"" + text + "\" is not " + allowed);
  }
}
