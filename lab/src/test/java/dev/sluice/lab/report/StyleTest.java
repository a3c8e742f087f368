// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests what a console is taken to understand. */
class StyleTest {

  @Test
  void colourNeedsATerminalAndNobodyWhoObjects() {
    Map<String, String> none = Map.of();
    assertEquals(new Style(true, true), Style.of(StandardCharsets.UTF_8, true, none));
    assertEquals(new Style(false, true), Style.of(StandardCharsets.UTF_8, false, none));
    assertEquals(
        new Style(false, false),
        Style.of(StandardCharsets.US_ASCII, true, Map.of("NO_COLOR", "1")));
    assertEquals(
        new Style(false, true), Style.of(StandardCharsets.UTF_8, true, Map.of("TERM", "dumb")));
  }

  /** Java 25 names the charset of both streams; Java 17 only a terminal's, and the locale's. */
  @Test
  void aStreamIsReadInTheCharsetThatJavaWasToldElseInTheLocales() {
    assertEquals(
        StandardCharsets.US_ASCII,
        Style.charset(
            "stdout", Map.of("stdout.encoding", "US-ASCII", "native.encoding", "UTF-8")::get));
    assertEquals(
        StandardCharsets.ISO_8859_1,
        Style.charset(
            "stderr", Map.of("sun.stderr.encoding", "latin1", "native.encoding", "UTF-8")::get));
    assertEquals(
        StandardCharsets.US_ASCII,
        Style.charset("stdout", Map.of("native.encoding", "ANSI_X3.4-1968")::get));
    assertEquals(
        StandardCharsets.UTF_8,
        Style.charset("stdout", Map.of("stdout.encoding", "", "native.encoding", "UTF-8")::get));
  }
}
