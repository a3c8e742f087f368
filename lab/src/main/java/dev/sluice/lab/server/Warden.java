// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A shell that watches over one lab run: when the lab ends, in any way including kill -9, it kills
 * the remaining processes and removes the run's folder.
 *
 * <p>A shutdown hook does not run on kill -9. A parent-death signal exists only on Linux, and fires
 * when the thread that started the child ends. A pipe that the operating system closes with the
 * process works wherever there is {@code /bin/sh}. Thread-safe.
 */
final class Warden implements AutoCloseable {

  private static final long END_SECONDS = 15;

  // In its own session where possible: a signal to the lab's whole process group, above all a KILL,
  // must not reach the process that cleans up afterwards.
  private static final String OWN_SESSION =
      "if command -v setsid >/dev/null 2>&1; then exec setsid /bin/sh -c \"$1\" warden \"$2\";"
          + " else exec /bin/sh -c \"$1\" warden \"$2\"; fi";

  private final Process shell;
  private final Writer lines;

  private Warden(Process shell) {
    this.shell = shell;
    this.lines = shell.outputWriter(StandardCharsets.UTF_8);
  }

  /** Starts the warden of a run folder. */
  static Warden over(Path folder) throws IOException {
    return new Warden(
        new ProcessBuilder("/bin/sh", "-c", OWN_SESSION, "sh", script(), folder.toString())
            .directory(Path.of("/").toFile())
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD)
            .start());
  }

  private static String script() throws IOException {
    try (InputStream in = Warden.class.getResourceAsStream("warden.sh")) {
      if (in == null) {
        throw new IOException("warden.sh is missing beside " + Warden.class.getName());
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Adds a process to kill when the lab is gone. */
  void add(long pid) {
    say("add " + pid);
  }

  /** Forgets a process that has ended; its id may be reused. */
  void forget(long pid) {
    try {
      say("forget " + pid);
    } catch (UncheckedIOException closed) {
      // The warden is gone, so it has nothing to forget.
    }
  }

  /**
   * Adds a file whose first line will be the id of a Postgres to stop.
   *
   * @param name the file's path within the run folder, without blanks
   */
  void addPidFile(String name) {
    say("pidfile " + name);
  }

  /**
   * Announces that containers with this value of the run's label are about to be created.
   *
   * @param run without blanks
   */
  void addContainers(String run) {
    say("containers " + run);
  }

  /** Announces that the containers are gone. */
  void forgetContainers() {
    try {
      say("containers");
    } catch (UncheckedIOException closed) {
      // The warden is gone, so it has nothing to forget.
    }
  }

  private synchronized void say(String line) {
    try {
      lines.write(line + "\n");
      lines.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "the run's warden (process " + shell.pid() + ") has ended before the lab", e);
    }
  }

  long pid() {
    return shell.pid();
  }

  /** Makes the warden remove what is left, and waits until it has. */
  @Override
  public void close() throws IOException {
    synchronized (this) {
      lines.close();
    }
    try {
      if (!shell.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("the run's warden still runs after " + END_SECONDS + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
