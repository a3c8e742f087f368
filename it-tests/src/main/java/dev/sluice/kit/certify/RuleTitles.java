// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.certify;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The titles of the rules, from the headings of the contract. */
final class RuleTitles {

  private static final Pattern HEADING = Pattern.compile("### R(\\d+): (.+)");

  /**
   * Reads the titles, by number.
   *
   * @param home the project's root, which has {@code docs/contract.md}
   */
  static SortedMap<Integer, String> under(Path home) {
    SortedMap<Integer, String> titles = new TreeMap<>();
    try {
      for (String line : Files.readAllLines(home.resolve("docs").resolve("contract.md"))) {
        Matcher heading = HEADING.matcher(line);
        if (heading.matches()) {
          titles.put(Integer.valueOf(heading.group(1)), heading.group(2));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(home.resolve("docs/contract.md") + ": cannot be read", e);
    }
    return titles;
  }

  private RuleTitles() {}
}
