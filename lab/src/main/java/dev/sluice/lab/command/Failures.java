// SPDX-License-Identifier: Apache-2.0
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

/** Reports failures and returns the exit code for them. */
final class Failures {

  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  /** Reports wrong usage: one line, a hint, exit code 2. */
  static int ofUsage(ParameterException failure, String[] args) {
    CommandLine command = failure.getCommandLine();
    PrintWriter err = command.getErr();
    // Picocli starts some of its messages, but not most, with this word.
    err.println("sluice: " + failure.getMessage().replaceFirst("^Error: ", ""));
    if (!UnmatchedArgumentException.printSuggestions(failure, err)) {
      err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    }
    err.flush();
    return WRONG_USAGE;
  }

  /**
   * Reports a failed run: in one line, unless the user wants the stack trace. The exit code is 2 if
   * the configuration is wrong.
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
   * A failure's message. Exceptions of this project have a complete message; any other gets the
   * name of its class in front.
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

  /** Never returns after a signal: the servers are stopping, and what fails then is expected. */
  private static void awaitShutdown() {
    while (LabRun.isShuttingDown()) {
      LockSupport.park();
    }
  }

  private Failures() {}
}
