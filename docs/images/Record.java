// SPDX-License-Identifier: Apache-2.0
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Records what a command prints on a terminal of 100 columns, as an animated SVG:
 *
 * <pre>java docs/images/Record.java docs/images/compare.svg ./sluice compare</pre>
 *
 * <p>It needs {@code script} of util-linux for the terminal. It understands what Sluice prints:
 * text, line ends, erasing a line, and bold, dim, green and red. A longer run is played faster, and
 * the title bar gives the factor. A viewer without animation shows the last screen.
 */
public final class Record {

  private static final int COLUMNS = 100;
  private static final double LONGEST_SECONDS = 15;
  private static final double LAST_SCREEN_SECONDS = 8;
  private static final double CHAR_WIDTH = 7.8;
  private static final int LINE_HEIGHT = 17;
  private static final int MARGIN = 14;
  private static final int TITLE_BAR = 30;

  /** One state of a line, from one moment to another; {@code until} is null for the last screen. */
  private record Shown(int row, String markup, double from, Double until) {}

  private final List<Shown> shown = new ArrayList<>();
  private final StringBuilder line = new StringBuilder();
  private String style = "";

  /** The style of what was last added to the line. */
  private String open = "";

  private int row;
  private double lineSince = -1;
  private String lineMarkup = "";

  public static void main(String[] args) throws IOException, InterruptedException {
    if (args.length < 2) {
      System.err.println("usage: java docs/images/Record.java FILE.svg COMMAND [ARGUMENT...]");
      System.exit(2);
    }
    String command = String.join(" ", Arrays.asList(args).subList(1, args.length));
    Path file = Path.of(args[0]);
    Record record = new Record();
    double seconds = record.run(command);
    Files.writeString(file, record.svg(command, seconds));
    System.err.printf(
        Locale.ROOT, "%s: %.1f s, %d lines, %d bytes%n", file, seconds, record.row, Files.size(file));
  }

  private double run(String command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                "script", "-qefc", "stty cols " + COLUMNS + " rows 60; " + command, "/dev/null")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    process.getOutputStream().close();
    long start = System.nanoTime();
    try (InputStream in = process.getInputStream()) {
      byte[] buffer = new byte[1 << 16];
      int kept = 0;
      for (int n; (n = in.read(buffer, kept, buffer.length - kept)) >= 0; ) {
        int length = kept + n;
        int whole = wholeCharacters(buffer, length);
        take(
            new String(buffer, 0, whole, StandardCharsets.UTF_8),
            (System.nanoTime() - start) / 1e9);
        kept = length - whole;
        System.arraycopy(buffer, whole, buffer, 0, kept);
      }
    }
    double end = (System.nanoTime() - start) / 1e9;
    int exit = process.waitFor();
    if (exit != 0) {
      throw new IOException("`" + command + "` ended with exit code " + exit);
    }
    endLine(end, false);
    return end;
  }

  /** How many bytes are whole characters; at most three are left. */
  private static int wholeCharacters(byte[] utf8, int length) {
    int start = length - 1;
    while (start > 0 && length - start < 4 && (utf8[start] & 0xC0) == 0x80) {
      start--;
    }
    int lead = utf8[start] & 0xFF;
    int needed = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    return length - start >= needed ? length : start;
  }

  private void take(String text, double now) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        replaceLine(now);
        endLine(now, true);
      } else if (c == '\u001b' && i + 1 < text.length() && text.charAt(i + 1) == '[') {
        int end = i + 2;
        while (end < text.length() && !Character.isLetter(text.charAt(end))) {
          end++;
        }
        control(text.substring(i + 2, end), end < text.length() ? text.charAt(end) : 'K');
        i = end;
      } else if (c == '\r') {
        // What follows writes over the line, after it has erased it, or is the line's end.
        style = "";
      } else {
        append(c);
      }
    }
    replaceLine(now);
  }

  private void append(char c) {
    if (!style.equals(open)) {
      line.append(open.isEmpty() ? "" : "</tspan>");
      line.append(style.isEmpty() ? "" : "<tspan class=\"" + style + "\">");
      open = style;
    }
    line.append(escape(c));
  }

  private void clearLine() {
    line.setLength(0);
    open = "";
  }

  private void control(String parameters, char command) {
    if (command == 'K') {
      clearLine();
    } else if (command == 'm') {
      style =
          switch (parameters) {
            case "1" -> "b";
            case "2" -> "d";
            case "32" -> "g";
            case "1;31" -> "r";
            default -> "";
          };
    }
  }

  private static String escape(char c) {
    return switch (c) {
      case '<' -> "&lt;";
      case '>' -> "&gt;";
      case '&' -> "&amp;";
      default -> String.valueOf(c);
    };
  }

  /** Notes that the current line has another content from now on. */
  private void replaceLine(double now) {
    String markup = line + (open.isEmpty() ? "" : "</tspan>");
    if (!markup.equals(lineMarkup)) {
      if (!lineMarkup.isEmpty()) {
        shown.add(new Shown(row, lineMarkup, lineSince, now));
      }
      lineMarkup = markup;
      lineSince = now;
    }
  }

  private void endLine(double now, boolean next) {
    if (!lineMarkup.isEmpty()) {
      shown.add(new Shown(row, lineMarkup, lineSince, null));
    }
    clearLine();
    lineMarkup = "";
    lineSince = now;
    row += next ? 1 : 0;
  }

  private String svg(String command, double seconds) {
    double speed = Math.max(1, Math.ceil(seconds / LONGEST_SECONDS));
    double length = seconds / speed + LAST_SCREEN_SECONDS;
    int width = (int) Math.ceil(COLUMNS * CHAR_WIDTH) + 2 * MARGIN;
    int height = TITLE_BAR + (row + 1) * LINE_HEIGHT + 2 * MARGIN;
    StringBuilder svg = new StringBuilder();
    svg.append(
        String.format(
            Locale.ROOT,
            """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" \
            role="img" aria-label="A recording of %s">
            <style>
            text { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', \
            monospace; fill: #d4d7dd; white-space: pre; }
            .b { font-weight: bold; fill: #ffffff; } .d { fill: #8b93a1; } .g { fill: #6fcf7f; }
            .r { fill: #ff7b72; font-weight: bold; } .t { fill: #8b93a1; }
            </style>
            <rect width="%d" height="%d" rx="8" fill="#16191f"/>
            <circle cx="18" cy="16" r="5" fill="#ff5f57"/><circle cx="36" cy="16" r="5" \
            fill="#febc2e"/><circle cx="54" cy="16" r="5" fill="#28c840"/>
            <text class="t" x="76" y="20">$ %s</text><text class="t" x="%d" y="20" \
            text-anchor="end">%s</text>
            """,
            width,
            height,
            width,
            height,
            command,
            width,
            height,
            command,
            width - MARGIN,
            speed > 1 ? String.format(Locale.ROOT, "%.0f s, played %.0f × faster", seconds, speed) : ""));
    for (Shown s : merged(speed)) {
      double from = Math.min(1, s.from() / speed / length);
      int y = TITLE_BAR + MARGIN + s.row() * LINE_HEIGHT + 10;
      svg.append(
          String.format(
              Locale.ROOT,
              "<text xml:space=\"preserve\" x=\"%d\" y=\"%d\"%s>%s<animate attributeName=\"visibility\" "
                  + "calcMode=\"discrete\" dur=\"%.2fs\" repeatCount=\"indefinite\" values=\"%s\" "
                  + "keyTimes=\"%s\"/></text>%n",
              MARGIN,
              y,
              s.until() == null ? "" : " visibility=\"hidden\"",
              s.markup(),
              length,
              s.until() == null ? "hidden;visible" : "hidden;visible;hidden",
              s.until() == null
                  ? String.format(Locale.ROOT, "0;%.4f", from)
                  : String.format(
                      Locale.ROOT, "0;%.4f;%.4f", from, Math.min(1, s.until() / speed / length))));
    }
    return svg.append("</svg>\n").toString();
  }

  /** Without the states that are visible too briefly to be read: a tenth of a second when played. */
  private List<Shown> merged(double speed) {
    List<Shown> kept = new ArrayList<>();
    for (Shown s : shown) {
      if (s.until() == null || (s.until() - s.from()) / speed >= 0.1) {
        kept.add(s);
      }
    }
    return kept;
  }
}
