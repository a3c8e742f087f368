// SPDX-License-Identifier: Apache-2.0
package dev.sluice.flink.host;

import dev.sluice.engine.plan.RunPlan;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A run's folder below {@code state.dir} (R10): the files that this process needs and deletes at
 * its end, and those that it leaves for the next start of the run.
 */
public final class RunFolder implements AutoCloseable {

  private static final String METADATA = "_metadata";

  private final Path folder;

  private RunFolder(Path folder) {
    this.folder = folder;
  }

  /** Prepares the folder for a process; deletes what a killed process left. */
  public static RunFolder of(RunPlan plan) throws IOException {
    return in(Path.of(plan.config().stateDir(), plan.runId()).toAbsolutePath());
  }

  static RunFolder in(Path folder) throws IOException {
    RunFolder run = new RunFolder(folder);
    run.close();
    Files.createDirectories(run.scratch());
    return run;
  }

  /** The folder for temporary files of this process. */
  Path scratch() {
    return folder.resolve("scratch");
  }

  /** The folder of checkpoints, with one subfolder for the job of each process. */
  Path checkpoints() {
    return folder.resolve("checkpoints");
  }

  /** The default folder of savepoints, which the user must delete. */
  Path savepoints() {
    return folder.resolve("savepoints");
  }

  /** The file with the address of Flink's REST interface: one line, readable only by its owner. */
  private Path restAddress() {
    return folder.resolve("rest-address");
  }

  /** Publishes the address for savepoint requests, as long as the process lives. */
  void announce(URI rest) throws IOException {
    // A temporary file is readable only by its owner from its creation on.
    Path written = Files.createTempFile(folder, ".rest-address", "");
    Files.writeString(written, rest + "\n");
    Files.move(written, restAddress(), StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Deletes the checkpoints of earlier processes, except the newest and the one that this run
   * starts from.
   *
   * @param start the path that the run starts from, as Flink writes it, or empty
   */
  public void forgetOldCheckpoints(Optional<String> start) throws IOException {
    List<Path> jobs = children(checkpoints());
    Optional<Path> newest = jobs.stream().max(Comparator.comparing(RunFolder::lastCheckpoint));
    for (Path job : jobs) {
      boolean isStart =
          start.filter(path -> path.contains("/" + job.getFileName() + "/")).isPresent();
      if (!isStart && !newest.get().equals(job)) {
        delete(job);
      }
    }
  }

  /** The time of a job's last complete checkpoint; the epoch if there is none. */
  private static FileTime lastCheckpoint(Path job) {
    FileTime last = FileTime.fromMillis(0);
    try {
      for (Path checkpoint : children(job)) {
        Path metadata = checkpoint.resolve(METADATA);
        if (Files.exists(metadata)) {
          FileTime time = Files.getLastModifiedTime(metadata);
          last = time.compareTo(last) > 0 ? time : last;
        }
      }
    } catch (IOException e) {
      // It is being deleted now, so it is not the newest.
    }
    return last;
  }

  private static List<Path> children(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(folder)) {
      return found.toList();
    }
  }

  /** Deletes the files that only this process needs. */
  @Override
  public void close() throws IOException {
    Files.deleteIfExists(restAddress());
    delete(scratch());
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(folder)) {
      paths = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : paths) {
      Files.deleteIfExists(path);
    }
  }
}
