package dev.sluice.lab.command;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.FileFault;
import dev.sluice.lab.server.LabRun;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** How failures are shown and what the process exits with. */
final class Failures {

  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  /** Wrong usage: a line, a hint, exit code 2. */
  static int ofUsage(ParameterException failure, String[] args) {
    CommandLine command = failure.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("sluice: " + failure.getMessage());
    if (!UnmatchedArgumentException.printSuggestions(failure, err)) {
      err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    }
    err.flush();
    return WRONG_USAGE;
  }

  /**
   * A failed run: one line, unless more is wanted; exit code 2 where the configuration is wrong.
   */
  static int ofRun(Exception failure, CommandLine command, boolean verbose) {
    awaitShutdown();
    PrintWriter err = command.getErr();
    if (verbose || Debug.isOn()) {
      failure.printStackTrace(err);
    } else {
      err.println("sluice: " + describe(failure, command.getCommandSpec()));
    }
    err.flush();
    return failure instanceof ConfigException ? WRONG_USAGE : FAILED;
  }

  /**
   * A failure's message; with its kind where it is not one of ours, which say all by themselves.
   */
  private static String describe(Throwable failure, CommandSpec command) {
    if (failure instanceof ConfigException wrong) {
      return OptionBounds.named(wrong.getMessage(), command);
    }
    if (failure instanceof UncheckedIOException
        && failure.getCause() instanceof FileSystemException cause) {
      return describe(cause, command);
    }
    if (failure instanceof FileSystemException file && file.getFile() != null) {
      return file.getFile() + ": " + FileFault.reason(Path.of(file.getFile()), file);
    }
    String message = failure.getMessage();
    if (failure.getClass().getName().startsWith("dev.sluice.") && message != null) {
      return message;
    }
    return failure.getClass().getSimpleName()
        + (message == null ? "" : ": " + message)
        + " (--verbose shows where)";
  }

  /** After a signal the servers go away, and what fails for that reason is no news. */
  private static void awaitShutdown() {
    while (LabRun.isShuttingDown()) {
      LockSupport.park();
    }
  }

  private Failures() {}
}
