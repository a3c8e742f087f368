// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What earlier runs left behind because their warden died too, or the machine did.
 *
 * @param folders the run folders of dead labs
 * @param processes how many of their processes were ended
 * @param problems what could not be removed, one line each
 */
public record Leftovers(List<Path> folders, int processes, List<String> problems) {

  private static final long END_NANOS = TimeUnit.SECONDS.toNanos(5);

  public Leftovers {
    folders = List.copyOf(folders);
    problems = List.copyOf(problems);
  }

  /** Removes what dead labs of this user left; never fails, and does not touch living labs. */
  public static Leftovers sweep() {
    return sweep(RunDirectory.base());
  }

  /** Removes what dead labs left under the given folder. */
  public static Leftovers sweep(Path base) {
    return visit(base, true);
  }

  /** What {@link #sweep(Path)} would remove; touches nothing. */
  public static Leftovers find(Path base) {
    return visit(base, false);
  }

  /** Whether there was anything. */
  public boolean isEmpty() {
    return folders.isEmpty() && problems.isEmpty();
  }

  private static Leftovers visit(Path base, boolean clear) {
    if (!Files.isDirectory(base, LinkOption.NOFOLLOW_LINKS)) {
      return new Leftovers(List.of(), 0, List.of());
    }
    try {
      return BaseLock.holding(base, () -> visitLocked(base, clear));
    } catch (IOException | RuntimeException e) {
      return new Leftovers(List.of(), 0, List.of("cannot read " + base + ": " + e));
    }
  }

  private static Leftovers visitLocked(Path base, boolean clear) throws IOException {
    List<Path> folders = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    int processes = 0;
    try (DirectoryStream<Path> runs = Files.newDirectoryStream(base, "run-*")) {
      for (Path run : runs) {
        if (isAlive(run.toAbsolutePath())) {
          continue;
        }
        folders.add(run);
        if (clear) {
          processes += endProcesses(run, problems);
          deleteOrNote(run, problems);
        }
      }
    }
    return new Leftovers(folders, processes, problems);
  }

  private static boolean isAlive(Path run) throws IOException {
    if (RunDirectory.OPEN_HERE.contains(run)) {
      return true;
    }
    Path file = run.resolve(RunDirectory.LOCK);
    if (!Files.exists(file)) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      return lock == null;
    }
  }

  private static int endProcesses(Path run, List<String> problems) {
    int ended = 0;
    try {
      Optional<ProcessHandle> postgres = PostmasterFile.runningBelow(run);
      if (postgres.isPresent()) {
        PostmasterFile.quit(postgres.get(), END_NANOS);
        ended++;
      }
      for (RunDirectory.Child child : RunDirectory.children(run)) {
        child.process().destroyForcibly();
        Waiting.forEnd(child.process(), END_NANOS);
        ended++;
      }
    } catch (IOException | RuntimeException e) {
      problems.add("cannot end the processes of " + run + ": " + e);
    }
    return ended;
  }

  private static void deleteOrNote(Path run, List<String> problems) {
    try {
      Trees.delete(run);
    } catch (IOException e) {
      problems.add("cannot remove " + run + ": " + e);
    }
  }
}
