// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.server;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * One run of the lab: its folder, and everything that must be closed when it ends, normally or by a
 * signal. Thread-safe.
 */
public final class LabRun implements AutoCloseable {

  private static final long END_SECONDS = 25;

  private static volatile boolean shuttingDown;

  private final RunDirectory directory;
  private final PrintWriter messages;
  private final Deque<AutoCloseable> owned = new ArrayDeque<>();
  private final Thread hook;
  private boolean closed;

  private LabRun(RunDirectory directory, PrintWriter messages) {
    this.directory = directory;
    this.messages = messages;
    this.hook = new Thread(this::endWithProcess, "end-of-run");
  }

  /**
   * Opens a run, after removing what dead ones left.
   *
   * @param messages receives a line about what was removed, and one when the run is being stopped
   */
  public static LabRun open(PrintWriter messages) throws IOException {
    Leftovers left = Leftovers.sweep();
    if (!left.folders().isEmpty()) {
      messages.printf(
          "sluice: removed what %s left behind (%s)%n",
          counted(left.folders().size(), "run that was killed", "runs that were killed"),
          counted(left.processes(), "process", "processes"));
    }
    left.problems().forEach(problem -> messages.println("sluice: warning: " + problem));
    messages.flush();
    LabRun run = new LabRun(RunDirectory.open(), messages);
    Runtime.getRuntime().addShutdownHook(run.hook);
    return run;
  }

  private static String counted(int count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }

  /** Whether a signal is ending the whole process: failures from now on are its consequence. */
  public static boolean isShuttingDown() {
    return shuttingDown;
  }

  /** The run's folder and processes. */
  public RunDirectory directory() {
    return directory;
  }

  /**
   * Registers a resource to be closed with the run, the last one first.
   *
   * @throws IllegalStateException if the run is closed already; the resource is closed then
   */
  public <T extends AutoCloseable> T own(T resource) {
    synchronized (this) {
      if (!closed) {
        owned.push(resource);
        return resource;
      }
    }
    IllegalStateException tooLate = new IllegalStateException("the run is closed already");
    try {
      resource.close();
    } catch (Exception e) {
      tooLate.addSuppressed(e);
    }
    throw tooLate;
  }

  /** Closes everything that the run owns, and removes its folder. */
  @Override
  public void close() throws IOException {
    try {
      if (!Runtime.getRuntime().removeShutdownHook(hook)) {
        return;
      }
    } catch (IllegalStateException shutdown) {
      // The shutdown hook does it.
      return;
    }
    Throwable failure = closeOwned();
    try (directory) {
      if (failure != null) {
        throw new IOException("the run did not end cleanly: " + failure, failure);
      }
    }
  }

  /** Prints a line for the user. */
  void tell(String what) {
    messages.println("sluice: " + what);
    messages.flush();
  }

  private void endWithProcess() {
    shuttingDown = true;
    tell("stopping");
    Thread closing =
        new Thread(
            () -> {
              Throwable failure = closeOwned();
              if (failure != null) {
                tell("warning: " + failure.getMessage());
              }
              closeDirectory();
            },
            "closing");
    closing.setDaemon(true);
    closing.start();
    try {
      // The warden takes care of what takes longer, when this process is gone.
      closing.join(TimeUnit.SECONDS.toMillis(END_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeDirectory() {
    try {
      directory.closeButForWarden();
    } catch (IOException | RuntimeException forTheWarden) {
      // Removed by the warden, or else by the next run.
    }
  }

  /** Closes in reverse order, and returns the first failure, with the others suppressed in it. */
  private Throwable closeOwned() {
    Throwable first = null;
    for (AutoCloseable next = next(); next != null; next = next()) {
      try {
        next.close();
      } catch (Exception e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    return first;
  }

  private synchronized AutoCloseable next() {
    closed = true;
    return owned.poll();
  }
}
