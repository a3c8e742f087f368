// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.server;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;

/** Sends signals other than the two that Java itself can send. */
public final class ProcessSignals {

  /** Sends a signal by name; does nothing when the process has ended meanwhile. */
  public static void send(String signal, ProcessHandle process) throws IOException {
    Process kill =
        new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + process.pid())
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD)
            .start();
    try {
      if (kill.waitFor() != 0 && process.isAlive()) {
        throw new IOException("cannot send " + signal + " to process " + process.pid());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ProcessSignals() {}
}
