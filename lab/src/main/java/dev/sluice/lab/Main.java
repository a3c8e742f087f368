// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab;

import dev.sluice.lab.command.SluiceCommand;
import dev.sluice.lab.report.Style;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** The entry point of the command line. */
public final class Main {

  private static final int WRONG_USAGE = 2;

  /** What Java substitutes for a byte that the charset cannot decode. */
  private static final char LOST = '\ufffd';

  /** Runs a command and exits: 0 success, 1 failure, 2 wrong usage or configuration. */
  public static void main(String[] args) {
    // Programs read the output too, and libraries format names and numbers by the default locale.
    Locale.setDefault(Locale.ENGLISH);
    PrintWriter out = writer(System.out, Style.charset("stdout"));
    PrintWriter err = writer(System.err, Style.charset("stderr"));
    int code =
        unreadable(args)
            .map(why -> refuse(why, err))
            .orElseGet(() -> SluiceCommand.run(args, out, err));
    out.flush();
    err.flush();
    System.exit(code);
  }

  /** Describes the first argument that lost characters in the locale's charset; else empty. */
  private static Optional<String> unreadable(String[] args) {
    String charset = System.getProperty("sun.jnu.encoding", "UTF-8");
    if (Charset.isSupported(charset) && Charset.forName(charset).newEncoder().canEncode(LOST)) {
      return Optional.empty();
    }
    return IntStream.range(0, args.length)
        .filter(i -> args[i].indexOf(LOST) >= 0)
        .mapToObj(
            i ->
                "argument %s: '%s' has characters outside this locale's charset, %s; set LC_ALL=C.UTF-8, or use ./sluice, which sets it"
                    .formatted(i + 1, args[i].replace(LOST, '?'), charset))
        .findFirst();
  }

  private static int refuse(String why, PrintWriter err) {
    err.println("sluice: " + why);
    return WRONG_USAGE;
  }

  private static PrintWriter writer(PrintStream stream, Charset charset) {
    return new PrintWriter(new OutputStreamWriter(stream, charset));
  }

  private Main() {}
}
