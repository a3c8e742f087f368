// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/**
 * Builds one self-contained HTML page that opens offline. Its content security policy forbids
 * scripts and external resources, regardless of the data. Not thread-safe.
 */
public final class Page {

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
  public Page(String title) {
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
    out.append(resource("report.css")).append("</style>\n</head>\n<body>\n<main>\n");
  }

  /** Escapes any text for use between tags or in a quoted attribute. */
  public static String text(String text) {
    return Html.text(text);
  }

  /** Adds text that is HTML already. */
  public Page html(String html) {
    out.append(html);
    return this;
  }

  /** Adds the top line: what this is, and when and where it was made; escapes both texts. */
  public Page top(String what, String run) {
    return html(
        "<div class=\"top\"><span><b>Sluice</b> · %s</span><span>%s</span></div>\n"
            .formatted(Html.text(what), Html.text(run)));
  }

  /** How a verdict looks. */
  public enum Tone {
    GOOD,
    BAD,
    /** Neither, since not everything is known. */
    OPEN
  }

  /** Adds the verdict, large enough to be read from a distance. */
  public Page verdict(Tone tone, String headline, List<String> reasons) {
    html("<section class=\"card verdict %s\">\n".formatted(tone.name().toLowerCase(Locale.ROOT)))
        .html(tone == Tone.GOOD ? CHECK : tone == Tone.BAD ? CROSS : "")
        .html("<div><h1>" + Html.text(headline) + "</h1>\n");
    reasons.forEach(reason -> html("<p>" + Html.text(reason) + "</p>\n"));
    return html("</div></section>\n");
  }

  /** Starts a card; the intent may be empty. */
  public Page section(String title, String intent) {
    html("<section class=\"card\">\n<h2>" + Html.text(title) + "</h2>\n");
    return intent.isEmpty() ? this : html("<p class=\"soft\">" + Html.text(intent) + "</p>\n");
  }

  /** Ends a card. */
  public Page end() {
    return html("</section>\n");
  }

  /** The whole page. */
  public String render() {
    return out + "</main>\n</body>\n</html>\n";
  }

  static String resource(String name) {
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the resource " + name + " is missing from the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
