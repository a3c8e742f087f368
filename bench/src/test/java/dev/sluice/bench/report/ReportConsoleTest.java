// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.lab.report.Style;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests the output for a terminal. */
class ReportConsoleTest {

  private static final Style UNICODE = new Style(false, true);

  @Test
  void figuresStandAtTheRightAndWordsAtTheLeftAndChartsAreLeftOut() {
    String expected =
        """

        Drains

        Each once.

                         what it
               events/s  is
        ──────────────────────────
        flink     1,234  tuned
        a|b           –  stock <b>
        """;
    assertEquals(expected, ReportConsole.render(SampleReport.findings(List.of()), UNICODE));
  }

  @Test
  void aGridThatIsTooWideIsCutByColumnsAndTheFirstOneIsRepeated() {
    Grid grid =
        new Grid(List.of("who", "one two", "three"), List.of(List.of("me", "12345", "1234567")));
    // 3 + 2 + 5 + 2 + 7 are 19.
    assertEquals(
        List.of("       one", "who    two    three", "───────────────────", "me   12345  1234567"),
        GridText.lines(grid, 19, UNICODE));
    assertEquals(
        List.of(
            "       one",
            "who    two",
            "──────────",
            "me   12345",
            "",
            "who    three",
            "────────────",
            "me   1234567"),
        GridText.lines(grid, 18, UNICODE));
  }

  @Test
  void aCellThatIsWiderThanTheTerminalIsBroken() {
    String text = String.join(" ", Collections.nCopies(60, "word"));
    Grid grid = new Grid(List.of("", "why"), List.of(List.of(text, text)));
    List<String> lines = GridText.lines(grid, 100, UNICODE);
    assertTrue(lines.stream().allMatch(line -> line.length() <= 100), lines::toString);
    long words =
        lines.stream()
            .flatMap(line -> List.of(line.split(" ")).stream())
            .filter("word"::equals)
            .count();
    assertEquals(120, words);
  }

  @Test
  void whatDoesNotCountIsNamedWithItsSection() {
    assertEquals(
        """

        flink is 1.2 x the baseline

        VOID: drains: a row is missing
        """,
        ReportConsole.summary(
            SampleReport.report(List.of("drains"), List.of("a row is missing")), Style.PLAIN));
  }
}
