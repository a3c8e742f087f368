package dev.sluice.lab.report;

import java.io.Console;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * How the console may be written to.
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
   * The charset that a standard stream is read in: what Java was told of it, or else the locale's.
   * Not Java's default, which is UTF-8 from 18 on, whatever the locale.
   *
   * @param stream {@code stdout} or {@code stderr}
   */
  public static Charset charset(String stream) {
    return charset(stream, System::getProperty);
  }

  static Charset charset(String stream, UnaryOperator<String> properties) {
    // The second is Java 17's name of the first, where the stream is a terminal.
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

  /** Whether this process talks to a terminal. */
  @SuppressWarnings("SystemConsoleNull") // null up to Java 21, asked for a terminal from 22 on
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

  /** In the colour of success, where there are colours. */
  public String good(String text) {
    return colour ? "\u001b[32m" + text + "\u001b[0m" : text;
  }

  /** In the colour of failure, where there are colours. */
  public String bad(String text) {
    return colour ? "\u001b[1;31m" + text + "\u001b[0m" : text;
  }

  /** Bold, where that can be. */
  public String bold(String text) {
    return colour ? "\u001b[1m" + text + "\u001b[0m" : text;
  }

  /** Less prominent, where that can be. */
  public String dim(String text) {
    return colour ? "\u001b[2m" + text + "\u001b[0m" : text;
  }

  /**
   * The text as this console can show it, of the same length: control characters become {@code ?},
   * so that no data can steer the terminal.
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
