package dev.sluice.it.certify;

/** The verdict as a matrix. */
final class ConformanceMarkdown {
  static String render(ConformanceReport report) {
    return "";
  }

  private ConformanceMarkdown() {}
}
