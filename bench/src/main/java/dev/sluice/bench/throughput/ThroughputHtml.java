package dev.sluice.bench.throughput;

import dev.sluice.bench.measure.Figure;
import dev.sluice.bench.measure.Summary;
import dev.sluice.lab.report.Machine;
import dev.sluice.lab.report.Page;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The drains for a room: one page that opens offline. */
public final class ThroughputHtml {

  private static final int WIDTH = 1080;
  private static final int LABEL = 170;
  private static final int RIGHT = 260;
  private static final int STEP = 34;
  private static final int BAR = 20;

  private final ThroughputReport report;
  private final Page page = new Page("Sluice: what the engines cost");

  private ThroughputHtml(ThroughputReport report) {
    this.report = report;
  }

  /**
   * The whole page.
   *
   * @param command what makes it again
   */
  public static String render(ThroughputReport report, String command, Instant startedAt) {
    return new ThroughputHtml(report).render(command, startedAt.truncatedTo(ChronoUnit.MINUTES));
  }

  private String render(String command, Instant startedAt) {
    page.top("what the engines cost", startedAt.toString());
    verdict();
    for (Selection input : report.plan().inputs()) {
      rates(input);
      costs(input);
    }
    Machine machine = Machine.here();
    page.section("How it was measured", "")
        .html(
            "<p>%s</p>\n<pre>%s</pre>\n"
                .formatted(
                    Page.text(
                        "%d cores, %s, %s, Java %s, shared by engine, broker and Postgres."
                            .formatted(
                                machine.cores(), machine.cpu(), machine.os(), machine.java())),
                    Page.text(command)))
        .end();
    return page.render();
  }

  private void verdict() {
    List<String> reasons = new ArrayList<>();
    for (Selection input : report.plan().inputs()) {
      for (Contestant contestant : report.contestants()) {
        if (contestant.kind() == Contestant.Kind.ENGINE
            && report.ratio(input, contestant).isPresent()) {
          reasons.add(
              "%s, %s: %s × the null pipeline on two threads"
                  .formatted(contestant.name(), input, report.shownRatio(input, contestant)));
        }
      }
    }
    report
        .voids()
        .forEach(cell -> reasons.add("void: " + cell.contestant() + ", " + cell.problem()));
    page.verdict(
        report.isValid() ? Page.Tone.GOOD : Page.Tone.BAD,
        report.isValid()
            ? "Every output is the oracle’s"
            : report.voids().size() + " of " + report.cells().size() + " drains are void",
        reasons);
  }

  private void rates(Selection input) {
    BenchPlan plan = report.plan();
    page.section(
        "Events a second, " + input,
        "A backlog of %,d events, drained %s; the bar is the median, the line reaches from the least to the most."
            .formatted(plan.events(), plan.rounds() == 1 ? "once" : plan.rounds() + " times"));
    double most =
        report.contestants().stream()
            .flatMap(who -> report.figure(input, who, Figure.DRAIN_RATE).stream())
            .mapToDouble(Summary::most)
            .max()
            .orElse(1);
    StringBuilder svg = new StringBuilder();
    svg.append(
        "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"events a second, %s\">\n"
            .formatted(WIDTH, report.contestants().size() * STEP, input));
    int y = 0;
    for (Contestant contestant : report.contestants()) {
      svg.append(bar(input, contestant, y, (WIDTH - LABEL - RIGHT) / most));
      y += STEP;
    }
    page.html(svg.append("</svg>\n").toString()).end();
  }

  private String bar(Selection input, Contestant contestant, int y, double scale) {
    String label = text(0, y + 19, "", contestant.name());
    Optional<Summary> rate = report.figure(input, contestant, Figure.DRAIN_RATE);
    if (rate.isEmpty()) {
      return label + text(LABEL, y + 19, "soft", "void");
    }
    Summary found = rate.get();
    String ratio =
        report.ratio(input, contestant).isPresent()
            ? " · " + report.shownRatio(input, contestant) + " × L3x2"
            : "";
    return label
        + String.format(
            Locale.ROOT,
            """
            <rect class="%s" x="%d" y="%d" width="%.1f" height="%d" rx="3"/>
            <line x1="%.1f" y1="%d" x2="%.1f" y2="%d" stroke="currentColor" stroke-width="2"/>
            """,
            contestant.kind() == Contestant.Kind.ENGINE ? "bar" : "track",
            LABEL,
            y + 4,
            found.median() * scale,
            BAR,
            LABEL + found.least() * scale,
            y + 14,
            LABEL + found.most() * scale,
            y + 14)
        + text(
            LABEL + found.most() * scale + 12,
            y + 19,
            "",
            Figure.DRAIN_RATE.show(found.median()) + ratio);
  }

  private static String text(double x, int y, String style, String text) {
    return String.format(
        Locale.ROOT,
        "<text class=\"%s\" x=\"%.1f\" y=\"%d\">%s</text>\n",
        style,
        x,
        y,
        Page.text(text));
  }

  private void costs(Selection input) {
    page.section("What it took, " + input, "Medians.")
        .html("<div class=\"scroll\"><table>\n<thead><tr><th></th>");
    for (Figure figure : Figure.values()) {
      page.html("<th class=\"small\">" + Page.text(figure.title()) + "</th>");
    }
    page.html("</tr></thead>\n<tbody>\n");
    for (Contestant contestant : report.contestants()) {
      page.html("<tr><th>" + Page.text(contestant.name()) + "</th>");
      for (Figure figure : Figure.values()) {
        String shown = report.shown(input, contestant, figure);
        page.html("<td style=\"white-space:nowrap\">" + Page.text(shown) + "</td>");
      }
      page.html("</tr>\n");
    }
    page.html("</tbody>\n</table></div>\n").end();
  }
}
