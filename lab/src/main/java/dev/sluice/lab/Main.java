package dev.sluice.lab;

import dev.sluice.lab.command.SluiceCommand;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Locale;

/** The command line's entry. */
public final class Main {

  /** Runs a command and exits with its code: 0 good, 1 not, 2 wrong usage or configuration. */
  public static void main(String[] args) {
    // What is printed is read by programs too, and libraries make names and numbers by the default.
    Locale.setDefault(Locale.ENGLISH);
    PrintWriter out = writer(System.out);
    PrintWriter err = writer(System.err);
    int code = SluiceCommand.run(args, out, err);
    out.flush();
    err.flush();
    System.exit(code);
  }

  /** In the charset of the user's locale, which is the terminal's. */
  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, Charset.defaultCharset()));
  }

  private Main() {}
}
