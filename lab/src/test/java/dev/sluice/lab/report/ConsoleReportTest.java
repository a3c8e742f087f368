// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests the output for a terminal. */
class ConsoleReportTest {

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
    assertEquals(expected, ConsoleReport.render(SampleDocument.CHAPTERS, UNICODE));
  }

  @Test
  void aGridThatIsTooWideIsCutByColumnsAndTheFirstOneIsRepeated() {
    Grid grid =
        Grid.of(List.of("who", "one two", "three"), List.of(List.of("me", "12345", "1234567")));
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
    Grid grid = Grid.of(List.of("", "why"), List.of(List.of(text, text)));
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
  void eachKindOfBlockHasItsForm() {
    assertEquals(
        """

        # not a heading
        - of *two*
        - items

          a < b
            | c

        Names             one · two
        R9                the <rule>

        left

        right
        """
            .replace("# not a heading\n- of", "# not a heading\n\n- of"),
        ConsoleReport.render(List.of(SampleDocument.BLOCKS), Style.PLAIN)
            .replace(" - two", " · two"));
  }

  @Test
  void aRowThatBeginsAGroupIsRuledOffAndCellsHaveTheColourOfTheirTone() {
    Grid grid =
        new Grid(
            List.of("", "flink"),
            List.of(
                Grid.Row.of(List.of(Grid.Cell.of("same"), Grid.Cell.of("yes", Tone.GOOD))),
                new Grid.Row(
                    List.of(Grid.Cell.of("time"), Grid.Cell.of("no: 2 s", Tone.BAD)),
                    false,
                    true)));
    assertEquals(
        List.of("      flink", "─────────────", "same  yes", "─────────────", "time  no: 2 s"),
        GridText.lines(grid, 100, UNICODE));
    assertEquals(
        List.of("same  \u001b[32myes\u001b[0m", "time  \u001b[1;31mno: 2 s\u001b[0m"),
        GridText.lines(grid, 100, new Style(true, true)).stream()
            .filter(line -> line.startsWith("same") || line.startsWith("time"))
            .toList());
  }

  @Test
  void theVerdictStandsInCapitalsAboveItsReasons() {
    Headline bad = new Headline(Tone.BAD, "Not proven", List.of("flink failed: 3 × no"));
    assertEquals("\nNOT PROVEN\nflink failed: 3 x no\n", ConsoleReport.render(bad, Style.PLAIN));
    assertTrue(ConsoleReport.render(bad, new Style(true, true)).contains("\u001b[1;31mNOT PROVEN"));
  }
}
