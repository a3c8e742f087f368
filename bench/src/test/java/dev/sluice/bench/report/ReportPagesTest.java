package dev.sluice.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

/** What the files say. */
class ReportPagesTest {

  private static final List<String> ALL = List.of("drains");

  @Test
  void thePageOfDocumentationBeginsWithWhatMadeItAndShowsTextsAsTheyAre() {
    String page = ReportMarkdown.render(SampleReport.report(ALL, List.of()));
    assertTrue(
        page.startsWith(
            """
            # Performance

            Made by `./sluice bench` on 2026-01-02T03:04:00Z; only notes at the end are by hand.

            2 cores, Some CPU, 8 GiB, Linux 6 amd64, Java 17 (Some).

            flink 2.1.

            ## How it is measured
            """),
        page);
    assertTrue(
        page.endsWith(
            """
            ## In short

            - flink is 1.2 × the baseline

            ## Drains

            Each once.

            | | events/s | what it is |
            |---|--:|---|
            | flink | 1,234 | tuned |
            | a\\|b | – | stock \\<b> |
            """),
        page);
    assertTrue(page.lines().allMatch(line -> line.length() <= 140), page);
  }

  @Test
  void notesThatWereWrittenByHandAreKept() {
    BenchReport report = SampleReport.report(ALL, List.of());
    String page = ReportMarkdown.render(report);
    assertEquals(page, ReportMarkdown.renew(report, ""));
    assertEquals(page, ReportMarkdown.renew(report, "# Performance\n\nolder figures\n"));
    String notes = "## Notes, by hand\n\nThe disk was slow.\n";
    assertEquals(
        page + "\n" + notes,
        ReportMarkdown.renew(report, "# Performance\n\nolder figures\n\n" + notes));
  }

  @Test
  void aLineThatHappensToBeginLikeAListIsNone() {
    Findings found =
        new Findings(
            "drains",
            List.of(new Chapter("A", List.of(new Paragraph("- not 5 * 3 of `them`")))),
            List.of(),
            List.of(),
            List.of());
    BenchReport sample = SampleReport.report(ALL, List.of());
    BenchReport report =
        new BenchReport(
            sample.command(),
            sample.startedAt(),
            sample.machine(),
            sample.versions(),
            sample.plan(),
            sample.sections(),
            List.of(found));
    assertTrue(ReportMarkdown.render(report).endsWith("\n\n\\- not 5 \\* 3 of \\`them\\`\n"));
  }

  @Test
  void theVerdictIsGoodOnlyWhereAllIsThereAndAllCounts() {
    assertTrue(html(ALL, List.of()).contains("verdict good"));
    assertTrue(html(ALL, List.of("a row is missing")).contains("One result does not count"));
    String half = html(List.of("drains", "latency"), List.of());
    assertTrue(half.contains("verdict open"), half);
    assertTrue(half.contains("1 of 2 sections so far"), half);
    assertTrue(half.contains("Not measured yet: latency"), half);
  }

  @Test
  void whatDoesNotCountIsAllListed() {
    String page = html(ALL, List.of("v1", "v2", "v3", "v4", "v5"));
    assertTrue(page.contains("and 2 more, listed below"), page);
    assertTrue(page.contains("<li>drains: v5</li>"), page);
  }

  @Test
  void thePageIsWellFormedAndNeedsNothingFromElsewhere() throws Exception {
    String page = html(ALL, List.of());
    assertFalse(page.contains("<script"), page);
    assertFalse(page.contains("url("), page);
    String body = page.substring(page.indexOf("<main>"), page.indexOf("</main>")) + "</main>";
    // Throws where it is not.
    DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(body)));
    assertTrue(body.contains("stock &lt;b&gt;"), body);
  }

  @Test
  void machinesGetEveryResultUnderItsSection() throws Exception {
    JsonNode json =
        new ObjectMapper()
            .readTree(ReportJson.render(SampleReport.report(ALL, List.of("a row is missing"))));
    assertEquals("./sluice bench", json.path("command").asText());
    assertEquals("2026-01-02T03:04:05Z", json.path("started_at").asText());
    assertEquals(2, json.path("machine").path("cores").asInt());
    assertEquals("2.1", json.path("versions").path("flink").asText());
    assertEquals(1, json.path("plan").path("seed").asInt());
    assertEquals(1234, json.path("drains").path(0).path("rate").asInt());
    assertEquals("drains: a row is missing", json.path("voids").path(0).asText());
  }

  private static String html(List<String> sections, List<String> voids) {
    return ReportHtml.render(SampleReport.report(sections, voids));
  }
}
