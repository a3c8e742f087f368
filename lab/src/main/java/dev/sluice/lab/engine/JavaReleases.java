// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.engine;

import static java.util.stream.Collectors.joining;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The feature releases of Java, such as 17, that an engine declares to run on.
 *
 * @param tried those that the whole suite passed on, ascending; empty where the descriptor names
 *     none
 * @param from the oldest that it can run on
 * @param below the first that it cannot run on, {@link Integer#MAX_VALUE} where none is known
 * @param because why it is bounded; empty where it is not
 */
public record JavaReleases(SortedSet<Integer> tried, int from, int below, String because) {

  /** The releases of an engine that declares none: no bounds. */
  public static final JavaReleases UNSAID =
      new JavaReleases(new TreeSet<>(), 0, Integer.MAX_VALUE, "");

  public JavaReleases {
    tried = Collections.unmodifiableSortedSet(new TreeSet<>(tried));
  }

  /** Reads {@code "java": {"tried": [17, 25], "below": 24, "because": "…"}}. */
  static JavaReleases of(DescriptorFile java) {
    List<Integer> tried = java.numbers("tried");
    Optional<Integer> from = java.optionalNumber("from");
    Optional<Integer> below = java.optionalNumber("below");
    boolean isBounded = from.isPresent() || below.isPresent();
    String because = isBounded ? java.text("because") : "";
    return new JavaReleases(
        new TreeSet<>(tried), from.orElse(0), below.orElse(Integer.MAX_VALUE), because);
  }

  /**
   * Why the engine cannot run on a release, with the releases that it needs; empty where it can.
   */
  public Optional<String> whyNot(int release) {
    if (release < from) {
      return Optional.of(
          "needs Java " + from + " or newer, and this is " + release + ": " + because);
    }
    return release >= below
        ? Optional.of(
            "needs a Java older than " + below + ", and this is " + release + ": " + because)
        : Optional.empty();
  }

  /** Whether the engine was tried on a release; true if it does not list any. */
  public boolean isTriedOn(int release) {
    return tried.isEmpty() || tried.contains(release);
  }

  /** The releases that it was tried on, as text for users; empty if it does not list any. */
  public String triedText() {
    return tried.stream().map(String::valueOf).collect(joining(", "));
  }
}
