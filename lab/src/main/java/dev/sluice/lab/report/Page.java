// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report;

/**
 * Builds one self-contained HTML page that opens offline. Its content security policy forbids
 * scripts and external resources, regardless of the data. Not thread-safe.
 */
final class Page {

  private static final String CHECK =
      """
      <svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="11" fill="none" \
      stroke="currentColor" stroke-width="1.6"/><path d="M6.5 12.5l3.8 3.8 7.4-8" fill="none" \
      stroke="currentColor" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round"/></svg>
      """;

  private static final String CROSS =
      """
      <svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="11" fill="none" \
      stroke="currentColor" stroke-width="1.6"/><path d="M7.8 7.8l8.4 8.4M16.2 7.8l-8.4 8.4" \
      fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round"/></svg>
      """;

  private final StringBuilder out = new StringBuilder(32_768);

  /**
   * Starts a page.
   *
   * @param title any text
   */
  Page(String title) {
    out.append(
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>%s</title>
        <style>
        """
            .formatted(Html.text(title)));
    out.append(Drawing.resource(Page.class, "report.css"))
        .append("</style>\n</head>\n<body>\n<main>\n");
  }

  /** Adds text that is HTML already. */
  Page html(String html) {
    out.append(html);
    return this;
  }

  /** Adds the top line: what this is, and when and where it was made; escapes both texts. */
  Page top(String what, String run) {
    return html(
        "<div class=\"top\"><span><b>Sluice</b> · %s</span><span>%s</span></div>\n"
            .formatted(Html.text(what), Html.text(run)));
  }

  /** Adds the verdict, large enough to be read from a distance. */
  Page verdict(Headline verdict) {
    Tone tone = verdict.tone();
    String style = tone == Tone.GOOD ? "good" : tone == Tone.BAD ? "bad" : "open";
    html("<section class=\"card verdict " + style + "\">\n")
        .html(tone == Tone.GOOD ? CHECK : tone == Tone.BAD ? CROSS : "")
        .html("<div><h1>" + Html.text(verdict.text()) + "</h1>\n");
    verdict.reasons().forEach(reason -> element("p", reason));
    return html("</div></section>\n");
  }

  /** Adds an element that holds a text. */
  Page element(String tag, String text) {
    return html("<%1$s>%2$s</%1$s>\n".formatted(tag, Html.text(text)));
  }

  /** Starts a card; the intent may be empty. */
  Page section(String title, String intent) {
    html("<section class=\"card\">\n<h2>" + Html.text(title) + "</h2>\n");
    return intent.isEmpty() ? this : html("<p class=\"soft\">" + Html.text(intent) + "</p>\n");
  }

  /** Ends a card. */
  Page end() {
    return html("</section>\n");
  }

  /** The whole page. */
  String render() {
    return out + "</main>\n</body>\n</html>\n";
  }
}
