// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report;

import java.io.Console;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What the console can show.
 *
 * @param colour whether colours are understood and wanted
 * @param unicode whether more than ASCII can be shown
 */
public record Style(boolean colour, boolean unicode) {

  /** ASCII without colours: what every reader understands. */
  public static final Style PLAIN = new Style(false, false);

  /** What this process's standard output can show, by terminal, charset and {@code NO_COLOR}. */
  public static Style ofStandardOutput() {
    return of(charset("stdout"), isTerminal(), System.getenv());
  }

  /**
   * The charset of a standard stream: the one that Java was given for it, or else the locale's. Not
   * Java's default charset: from Java 18 on, that is UTF-8 in every locale.
   *
   * @param stream {@code stdout} or {@code stderr}
   */
  public static Charset charset(String stream) {
    return charset(stream, System::getProperty);
  }

  static Charset charset(String stream, UnaryOperator<String> properties) {
    // The second is Java 17's name for the first, if the stream is a terminal.
    return Stream.of(stream + ".encoding", "sun." + stream + ".encoding", "native.encoding")
        .map(properties)
        .filter(name -> name != null && !name.isBlank() && Charset.isSupported(name))
        .findFirst()
        .map(Charset::forName)
        .orElseGet(Charset::defaultCharset);
  }

  /** The style for a charset, a terminal or none, and an environment. */
  static Style of(Charset charset, boolean terminal, Map<String, String> environment) {
    boolean colour =
        terminal
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !"dumb".equals(environment.get("TERM"));
    return new Style(colour, charset.canEncode() && charset.newEncoder().canEncode("─│…–µ·✓✗"));
  }

  /** Whether this process is connected to a terminal. */
  @SuppressWarnings("SystemConsoleNull") // null up to Java 21; from 22 on, isTerminal
  public static boolean isTerminal() {
    if (System.console() == null) {
      return false;
    }
    try {
      return (boolean) Console.class.getMethod("isTerminal").invoke(System.console());
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /** The text in the colour of success, if there are colours. */
  public String good(String text) {
    return colour ? "\u001b[32m" + text + "\u001b[0m" : text;
  }

  /** The text in the colour of failure, if there are colours. */
  public String bad(String text) {
    return colour ? "\u001b[1;31m" + text + "\u001b[0m" : text;
  }

  /** The text in bold, if the console can; an empty text stays empty. */
  public String bold(String text) {
    return colour && !text.isEmpty() ? "\u001b[1m" + text + "\u001b[0m" : text;
  }

  /** The text less prominent, if the console can. */
  public String dim(String text) {
    return colour ? "\u001b[2m" + text + "\u001b[0m" : text;
  }

  /** The text in the colour of a tone, if there are colours; an empty text stays empty. */
  public String toned(Tone tone, String text) {
    return switch (text.isEmpty() ? Tone.PLAIN : tone) {
      case GOOD -> good(text);
      case BAD -> bad(text);
      case SOFT -> dim(text);
      case PLAIN, CODE -> text;
    };
  }

  /**
   * The text as this console can show it, of the same length: control characters become {@code ?},
   * so that no data can control the terminal.
   */
  public String plain(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      plain.append(
          Character.isISOControl(c) || Character.getType(c) == Character.FORMAT
              ? '?'
              : unicode || c < 0x80 ? c : ascii(c));
    }
    return plain.toString();
  }

  private static char ascii(char c) {
    return switch (c) {
      case '─', '–', '—', '·' -> '-';
      case '\u00a0' -> ' ';
      case '→' -> '>';
      case '…' -> '~';
      case 'µ' -> 'u';
      case '×' -> 'x';
      case '’' -> '\'';
      default -> '?';
    };
  }
}
