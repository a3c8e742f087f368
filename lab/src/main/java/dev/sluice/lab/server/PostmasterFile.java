// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The file {@code postmaster.pid} that a running Postgres keeps in its data folder. */
final class PostmasterFile {

  private static final String NAME = "postmaster.pid";

  /** The running postmaster of a data folder, or empty where none runs. */
  static Optional<ProcessHandle> running(Path dataFolder) throws IOException {
    List<String> lines;
    try {
      lines = Files.readAllLines(dataFolder.resolve(NAME), UTF_8);
    } catch (NoSuchFileException none) {
      return Optional.empty();
    }
    if (lines.isEmpty() || !lines.get(0).strip().matches("[0-9]+")) {
      return Optional.empty();
    }
    // A file that a crash left may name a process id that another process has by now.
    return ProcessHandle.of(Long.parseLong(lines.get(0).strip()))
        .filter(
            process ->
                process.info().command().map(c -> c.endsWith("postgres")).orElse(true)
                    && process
                        .info()
                        .arguments()
                        .map(a -> List.of(a).contains(dataFolder.toString()))
                        .orElse(true));
  }

  /** The running postmaster of a data folder right below the given folder. */
  static Optional<ProcessHandle> runningBelow(Path folder) throws IOException {
    try (Stream<Path> below = Files.list(folder)) {
      for (Path data : below.filter(p -> Files.exists(p.resolve(NAME))).toList()) {
        Optional<ProcessHandle> found = running(data);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Makes a postmaster and its children exit at once; kills it only if it does not, since a killed
   * one leaves shared memory behind.
   */
  static void quit(ProcessHandle postmaster, long nanos) throws IOException {
    ProcessSignals.send("QUIT", postmaster);
    if (!Waiting.forEnd(postmaster, nanos)) {
      postmaster.destroyForcibly();
      Waiting.forEnd(postmaster, nanos);
    }
  }

  private PostmasterFile() {}
}
