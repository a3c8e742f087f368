// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.fault;

import dev.sluice.lab.server.ProcessSignals;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/**
 * Processes that are frozen by SIGSTOP: they keep their connections and locks, but do nothing. They
 * continue when this is closed.
 */
public final class Freeze implements AutoCloseable {

  private final List<ProcessHandle> processes = new ArrayList<>();

  private Freeze() {}

  /** Freezes one process. */
  static Freeze of(long pid) throws IOException {
    return new Freeze().with(Stream.of(handle(pid)));
  }

  /**
   * Freezes a process and all its descendants; the process first, so that it starts no more of
   * them.
   */
  public static Freeze ofTree(long pid) throws IOException {
    return of(pid).with(handle(pid).descendants());
  }

  private static ProcessHandle handle(long pid) throws IOException {
    return ProcessHandle.of(pid).orElseThrow(() -> new IOException("there is no process " + pid));
  }

  private Freeze with(Stream<ProcessHandle> more) throws IOException {
    for (ProcessHandle process : more.toList()) {
      ProcessSignals.send("STOP", process);
      processes.add(process);
    }
    return this;
  }

  @Override
  public void close() throws IOException {
    Collections.reverse(processes);
    for (ProcessHandle process : processes) {
      if (process.isAlive()) {
        ProcessSignals.send("CONT", process);
      }
    }
  }

  @Override
  public String toString() {
    return "frozen: " + processes;
  }
}
