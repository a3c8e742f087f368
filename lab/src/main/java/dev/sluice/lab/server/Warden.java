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
 * A shell that watches over one lab run: when the lab ends, in whatever way, kill -9 included, it
 * kills the processes that are still left and removes the run's folder.
 *
 * <p>A shutdown hook does not run on kill -9. A parent-death signal is Linux alone, and fires when
 * the thread that started the child ends. A pipe that the operating system closes with the process
 * works wherever there is {@code /bin/sh}. Safe for use by many threads.
 */
final class Warden implements AutoCloseable {

  private static final long END_SECONDS = 15;

  // In a session of its own where that can be had: a signal to the lab's whole group, a KILL above
  // all, is not for the one that has to clear away afterwards.
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

  /** The process to kill when the lab is gone. */
  void add(long pid) {
    say("add " + pid);
  }

  /** The process has ended; its id may go to another one. */
  void forget(long pid) {
    try {
      say("forget " + pid);
    } catch (UncheckedIOException closed) {
      // Nobody is left to forget it.
    }
  }

  /**
   * The first line of this file will be the id of a Postgres to stop.
   *
   * @param name the file's path within the run folder, without blanks
   */
  void addPidFile(String name) {
    say("pidfile " + name);
  }

  /**
   * Containers with this value of the run's label are about to be created.
   *
   * @param run without blanks
   */
  void addContainers(String run) {
    say("containers " + run);
  }

  /** They are gone. */
  void forgetContainers() {
    try {
      say("containers");
    } catch (UncheckedIOException closed) {
      // Nobody is left to forget them.
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

  /** Has the warden clear away what is left, and waits until it has. */
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
