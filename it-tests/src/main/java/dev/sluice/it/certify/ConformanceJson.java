package dev.sluice.it.certify;

/** The verdict for programs: {@code conformance.json}. */
final class ConformanceJson {
  static String render(ConformanceReport report) {
    return "";
  }

  private ConformanceJson() {}
}
