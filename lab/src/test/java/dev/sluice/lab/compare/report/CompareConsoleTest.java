// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.compare.report;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.lab.oracle.OutcomeCounts;
import dev.sluice.lab.report.ConsoleReport;
import dev.sluice.lab.report.HtmlReport;
import dev.sluice.lab.report.Style;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class CompareConsoleTest {

  private static final Style UNICODE = new Style(false, true);

  @Test
  void noLineIsWiderThanItsHundredColumns() {
    for (Style style : new Style[] {Style.PLAIN, UNICODE}) {
      narrow(render(SampleReports.identical(), style));
      narrow(render(SampleReports.hostile(), style));
      narrow(render(SampleReports.twoSinks(), style));
    }
    narrow(
        render(SampleReports.hostile(), new Style(true, true)).replaceAll("\u001b\\[[0-9;]*m", ""));
  }

  @Test
  void everyEngineHasItsColumnAndEveryFigureItsRow() {
    String table = render(SampleReports.identical(), Style.PLAIN);

    assertRow(table, "oracle flink spark kstreams");
    assertRow(table, "records seen 100,000 100,000 100,000 100,000");
    assertRow(table, "accepted 47,310 47,310 47,310 47,310");
    assertRow(table, "filtered 46,834 46,834 46,834 46,834");
    assertRow(table, "late 2,904 2,904 2,904 2,904");
    assertRow(table, "malformed 2,952 2,952 2,952 2,952");
    assertRow(table, "duplicates 2,100 2,100 2,100 2,100");
    assertRow(table, "identical to oracle - yes yes yes");
    assertRow(table, "first commit after - 6.4 s 12.0 s 3.1 s");
    assertRow(table, "events/s at drain - 41,870 33,410 52,034");
    assertRow(table, "CPU seconds - 21.3 38.9 9.8");
    assertRow(table, "peak memory - 670 MiB 1,068 MiB 316 MiB");
    assertRow(table, "adapter lines - 231 204 188");
    assertRow(table, "Left out ksql needs a Java older than 9, and this is 17: it is old");
    assertTrue(table.contains("seed 42"), table);
    assertTrue(table.contains("4 partitions"), table);
    assertTrue(table.contains("rules that dropped nothing: internal"), table);
    assertTrue(table.contains("target/sluice/20260301-101500-4f2a/report.html"), table);
    assertTrue(table.contains("IDENTICAL ROWS"), table);
  }

  @Test
  void severalSinksAreShownAsAMatrixAndThenOneByOne() {
    String table = render(SampleReports.twoSinks(), Style.PLAIN);

    assertRow(table, "to postgres to kafka");
    assertRow(table, "flink identical, 6.4 s, 41,870/s identical, 6.4 s, 41,870/s");
    assertRow(table, "kstreams identical, 3.1 s, 52,034/s no: 1 row");
    assertRow(table, "To kafka");
    assertRow(table, "identical to oracle - yes no: 1 row");
    assertTrue(table.contains("kstreams to kafka and the oracle differ in 1 row."), table);
    assertTrue(
        HtmlReport.render(CompareChapters.page(SampleReports.twoSinks()))
            .contains("one pipeline, 2 engines, 2 sinks, one table"));
    assertTrue(
        HtmlReport.render(CompareChapters.page(SampleReports.identical()))
            .contains("one pipeline, 3 engines, one table"));
  }

  @Test
  void differingRowsOfBothSidesAreShownByIdentityWithWhatToRun() {
    String table = render(SampleReports.hostile(), UNICODE);

    assertTrue(table.contains("oracle against spark: 1,234,567 rows differ"), table);
    assertTrue(table.contains("url in oracle: /<script>"), table);
    assertTrue(table.contains("identity=e:2  only in oracle"), table);
    assertTrue(table.contains("./sluice compare --engines spark"), table);
    assertTrue(table.contains("NOT PROVEN"), table);
  }

  @Test
  void dataNeitherSteersTheTerminalNorShowsASecret() {
    String table = render(SampleReports.hostile(), UNICODE);

    assertFalse(table.contains("\u001b"), "an escape sequence of the data reached the terminal");
    assertFalse(table.contains("\u202e"), "an override of the reading order reached the terminal");
    assertFalse(table.contains("hunter2"), table);
  }

  @Test
  void thePlainStyleIsAsciiAndTheColouredOneColoursTheVerdict() {
    String plain = render(SampleReports.hostile(), Style.PLAIN);
    assertTrue(plain.chars().allMatch(c -> c == '\n' || (c >= ' ' && c < 0x7f)), plain);

    String coloured = render(SampleReports.hostile(), new Style(true, true));
    assertTrue(coloured.contains("\u001b[32myes\u001b[0m"), coloured);
    assertTrue(coloured.contains("\u001b[32myes, rows only\u001b[0m"), coloured);
    assertTrue(coloured.contains("\u001b[1;31mno: 1,234,567 rows\u001b[0m"), coloured);
    assertTrue(coloured.contains("\u001b[1;31mFAILED\u001b[0m"), coloured);
  }

  @Test
  void numbersAreTheSameInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      String table = render(SampleReports.identical(), Style.PLAIN);
      assertRow(table, "records seen 100,000 100,000 100,000 100,000");
      assertTrue(
          HtmlReport.render(CompareChapters.page(SampleReports.identical()))
              .contains("viewBox=\"0 0 520 "));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void refusedRowsCountAsMalformed() {
    OutcomeCounts counts =
        new OutcomeCounts(new TreeMap<>(Map.of("refused", 2L, "malformed:not_json", 3L)), 0);
    assertEquals(5, counts.malformed());
    assertEquals(Map.of("refused", 2L, "not_json", 3L), counts.malformedByReason());
  }

  @Test
  void whereNothingWasComparedNothingIsGreenAndTheFirstLinesAreShown() {
    CompareReport report =
        SampleReports.nothing(
            Map.of("malformed:not_json", 3L),
            List.of("[", "  {\"password\": \"hunter2\"},", "x".repeat(300)),
            "Convert it.");

    String table = render(report, Style.PLAIN);
    narrow(table);
    assertRow(table, "identical to oracle - nothing nothing nothing");
    assertTrue(table.contains("\nNOTHING COMPARED\nNone of 3 records"), table);
    assertTrue(table.endsWith("Convert it.\n"), table);
    assertTrue(
        table.contains(
            "\nThe input starts with:\n\n  [\n    {\"password\": ***},\n  "
                + "x".repeat(97)
                + "~\n"),
        table);
    assertFalse(table.contains("IDENTICAL"), table);

    String coloured = render(report, new Style(true, true));
    assertFalse(coloured.contains("\u001b[32m"), coloured);
    assertTrue(coloured.contains("\u001b[1;31mNOTHING COMPARED\u001b[0m"), coloured);
  }

  private static String render(CompareReport report, Style style) {
    return ConsoleReport.render(CompareChapters.console(report), style)
        + ConsoleReport.render(report.verdict().shown(), style);
  }

  private static void assertRow(String table, String words) {
    Pattern row =
        Pattern.compile(
            "(?m)^\\s*"
                + Pattern.compile(" ")
                    .splitAsStream(words)
                    .map(Pattern::quote)
                    .collect(joining("\\s+"))
                + "$");
    assertTrue(row.matcher(table).find(), () -> "no row '" + words + "' in\n" + table);
  }

  private static void narrow(String text) {
    text.lines()
        .forEach(
            line ->
                assertTrue(
                    line.length() <= 100, () -> line.length() + " columns: " + line + "\n" + text));
  }
}
