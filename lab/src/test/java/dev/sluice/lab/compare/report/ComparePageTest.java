// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.compare.report;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.lab.report.HtmlReport;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class ComparePageTest {

  private static final CompareReport NOTHING =
      SampleReports.nothing(
          Map.of("malformed:not_json", 2L),
          List.of("<script>alert(1)</script>", "["),
          "Convert it.");

  private static final List<CompareReport> REPORTS =
      List.of(SampleReports.identical(), SampleReports.hostile(), NOTHING);

  @Test
  void thePageNeedsNothingFromElsewhereAndForbidsIt() {
    for (CompareReport report : REPORTS) {
      String page = page(report);
      assertFalse(page.contains("<script"), "a script");
      assertFalse(page.contains("<link"), "a style sheet of its own");
      assertFalse(page.contains("@import"), "a style sheet of its own");
      assertFalse(Pattern.compile("(src|href)=\"(?!#)").matcher(page).find(), "a resource");
      assertFalse(page.contains("url("), "a resource of the style");
      assertTrue(page.contains("default-src 'none'"), "the page's own policy");
    }
  }

  @Test
  void hostileDataIsShownAsText() {
    String page = page(SampleReports.hostile());

    assertTrue(page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;?a=1&amp;b=&quot;2"));
    assertTrue(page.contains("refused &lt;img src=x&gt;"));
    assertTrue(page.contains("&lt;b&gt;no&lt;/b&gt;"));
    assertFalse(page.contains("<img"), "a tag of the data");
    assertFalse(page.contains("\u001b"), "a control character of the data");
    assertFalse(page.contains("\u202e"), "an override of the reading order");
    assertFalse(page.contains("hunter2"), "a password");
  }

  @Test
  void everyTagIsClosedWhereItShouldBe() {
    for (CompareReport report : REPORTS) {
      String page = page(report);
      String body = page.substring(page.indexOf("<body>"), page.indexOf("</html>"));
      assertDoesNotThrow(
          () ->
              DocumentBuilderFactory.newInstance()
                  .newDocumentBuilder()
                  .parse(new InputSource(new StringReader(body))),
          body);
    }
  }

  @Test
  void everyRuleThatIsNamedIsExplained() throws IOException {
    String page = page(SampleReports.hostile());
    Matcher links = Pattern.compile("href=\"#(R[0-9]+)\"").matcher(page);
    int found = 0;
    while (links.find()) {
      found++;
      assertTrue(page.contains("<dt id=\"" + links.group(1) + "\">"), links.group());
    }
    assertTrue(found >= 7, "rules beside the table's rows: " + found);
  }

  @Test
  void theVerdictIsBigAndNamesItsReasons() {
    String good = page(SampleReports.identical());
    assertTrue(good.contains("<h1>Identical rows</h1>"));
    assertTrue(good.contains("All 3 engines left exactly the tables that the oracle computed"));
    assertFalse(good.contains("What differs"));

    String bad = page(SampleReports.hostile());
    assertTrue(bad.contains("<h1>Not proven</h1>"));
    assertTrue(bad.contains("What differs"));
    assertTrue(bad.contains("no such row"));
    assertEquals(1, SampleReports.hostile().verdict().exitCode());
  }

  @Test
  void whereNothingWasComparedNothingIsGreenAndTheFirstLinesAreShown() {
    String page = page(NOTHING);
    assertTrue(page.contains("<section class=\"card verdict bad\">"), page);
    assertTrue(page.contains("<h1>Nothing compared</h1>"), page);
    assertTrue(page.contains("<p>Convert it.</p>"), page);
    assertTrue(page.contains("<pre>&lt;script&gt;alert(1)&lt;/script&gt;\n[</pre>"), page);
    assertFalse(page.contains("\"yes"), page);
    assertFalse(page(SampleReports.identical()).contains("the input starts with"));
  }

  @Test
  void anEngineWithoutMeasuresHasARowWithoutABar() {
    String page = page(SampleReports.hostile());
    assertFalse(page.contains("NaN"));
  }

  private static String page(CompareReport report) {
    return HtmlReport.render(CompareChapters.page(report));
  }
}
