// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Suggests, in an error, what to write in place of a word that is not allowed. */
final class Suggestion {

  /** The allowed words, preceded by the one that was probably meant, if one is close. */
  static String among(List<String> allowed, String given) {
    String all = "allowed: " + String.join(", ", allowed);
    return closest(allowed, given).map(word -> "did you mean " + word + "? " + all).orElse(all);
  }

  private static Optional<String> closest(List<String> allowed, String given) {
    String word = given.toLowerCase(Locale.ROOT).replace('-', '_').replace(' ', '_');
    if (word.length() > 40) {
      return Optional.empty();
    }
    // A short word is near to too many others.
    return Nearest.to(word, allowed.stream(), each -> each.length() < 4 ? 1 : 2);
  }

  private Suggestion() {}
}
