// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

/** Tests the page for an audience. */
class HtmlReportTest {

  @Test
  void thePageIsWellFormedAndNeedsNothingFromElsewhere() throws Exception {
    List<Chapter> chapters = new ArrayList<>(SampleDocument.CHAPTERS);
    chapters.add(SampleDocument.BLOCKS);
    String page = HtmlReport.render(SampleDocument.of(Tone.GOOD, chapters));
    assertFalse(page.contains("<script"), page);
    assertFalse(page.contains("url("), page);
    String body = page.substring(page.indexOf("<main>"), page.indexOf("</main>")) + "</main>";
    // Throws if it is not well-formed.
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(body)));
    assertTrue(body.contains("stock &lt;b&gt;"), body);
    assertTrue(body.contains("what it &lt;costs&gt;"), body);
    assertTrue(body.contains("run bench-1 · 2026-01-02 03:04 UTC · took 1 min 1 s"), body);
    assertTrue(body.contains("aria-label=\"events a second"), body);
  }

  @Test
  void theVerdictLooksLikeItsTone() {
    assertTrue(verdict(Tone.GOOD).contains("card verdict good"));
    assertTrue(verdict(Tone.BAD).contains("card verdict bad"));
    assertTrue(verdict(Tone.SOFT).contains("card verdict open"));
  }

  @Test
  void aRuleLeadsToItsExplanationWhereThereIsOne() {
    Grid grid =
        new Grid(
            List.of("", "flink"),
            List.of(rule("R9", "yes", Tone.GOOD), rule("R11", "no", Tone.BAD)));
    String page =
        HtmlReport.render(
            SampleDocument.of(
                Tone.SOFT, List.of(new Chapter("Table", List.of(grid)), SampleDocument.BLOCKS)));
    assertTrue(page.contains("<a class=\"rule\" href=\"#R9\">R9</a>"), page);
    assertTrue(page.contains("<dt id=\"R9\">R9</dt>"), page);
    assertTrue(page.contains("<a class=\"rule\">R11</a>"), page);
    assertTrue(page.contains("<td class=\"yes words\">yes</td>"), page);
  }

  private static Grid.Row rule(String rule, String cell, Tone tone) {
    return Grid.Row.of(List.of(new Grid.Cell("rule", Tone.PLAIN, rule), Grid.Cell.of(cell, tone)));
  }

  private static String verdict(Tone tone) {
    return HtmlReport.render(SampleDocument.of(tone, List.of()));
  }
}
