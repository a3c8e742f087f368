// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Lets one lab at a time open a run or remove old ones, across threads and processes. */
final class BaseLock {

  /** An action that runs while the lock is held. */
  @FunctionalInterface
  interface Action<T> {
    T run() throws IOException;
  }

  /** Runs an action while no other runs under the same base. */
  static synchronized <T> T holding(Path base, Action<T> action) throws IOException {
    try (FileChannel channel =
            FileChannel.open(
                base.resolve(RunDirectory.LOCK),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      if (!lock.isValid()) {
        throw new IOException("cannot lock " + base);
      }
      return action.run();
    }
  }

  private BaseLock() {}
}
