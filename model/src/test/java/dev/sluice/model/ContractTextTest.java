// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The contract's text agrees with the code. */
class ContractTextTest {

  private static final Pattern REASON = Pattern.compile("^\\| (\\d+) \\| `([a-z0-9_]+)` \\|");
  private static final Pattern LIMIT = Pattern.compile("^\\| `([a-z_]+)` \\| ([\\d,]+) \\|");

  @Test
  void r3_theTableOfReasonsIsTheListInItsOrder() throws IOException {
    List<String> table =
        Files.readAllLines(Vector.CONTRACT).stream()
            .map(REASON::matcher)
            .filter(Matcher::find)
            .map(row -> row.group(1) + " " + row.group(2))
            .toList();
    Reason[] reasons = Reason.values();
    assertEquals(
        IntStream.range(0, reasons.length).mapToObj(i -> i + 1 + " " + reasons[i].code()).toList(),
        table);
  }

  @Test
  void r6_theTableOfLimitsIsThatOfTheCode() throws IOException {
    SortedMap<String, String> table = new TreeMap<>();
    for (String line : Files.readAllLines(Vector.CONTRACT)) {
      Matcher row = LIMIT.matcher(line);
      if (row.find()) {
        table.put(row.group(1), row.group(2).replace(",", ""));
      }
    }
    assertEquals(limits(), table);
  }

  @Test
  void r10_theLimitsInOneLineAreAllOfThem() {
    assertEquals(
        limits().entrySet().stream().map(Object::toString).collect(Collectors.joining(" ")),
        Limits.canonical());
  }

  @Test
  void everyRuleHasItsHeading() throws IOException {
    String text = Files.readString(Vector.CONTRACT);
    int from = 0;
    for (int rule = 1; rule <= 17; rule++) {
      int at = text.indexOf("\n### R" + rule + ": ", from);
      assertTrue(at > 0, "R" + rule + ": no heading, or not in order");
      from = at;
    }
  }

  private static SortedMap<String, String> limits() {
    return Arrays.stream(Limits.class.getFields())
        .filter(field -> Modifier.isStatic(field.getModifiers()))
        .collect(
            Collectors.toMap(
                field -> field.getName().toLowerCase(Locale.ROOT),
                ContractTextTest::value,
                (one, other) -> one,
                TreeMap::new));
  }

  private static String value(Field limit) {
    try {
      return String.valueOf(limit.get(null));
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
