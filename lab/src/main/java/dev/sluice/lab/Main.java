package dev.sluice.lab;

import dev.sluice.lab.command.SluiceCommand;
import java.io.PrintWriter;

/** The command line's entry. */
public final class Main {

  /** Runs a command and exits with its code: 0 good, 1 not, 2 wrong usage or configuration. */
  public static void main(String[] args) {
    System.exit(SluiceCommand.run(args, new PrintWriter(System.out), new PrintWriter(System.err)));
  }

  private Main() {}
}
