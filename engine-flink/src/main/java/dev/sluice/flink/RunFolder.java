package dev.sluice.flink;

import dev.sluice.engine.start.RunPlan;
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
 * A run's folder below {@code state.dir} (R10): what this process needs and takes away again, and
 * what it leaves to whoever starts the run the next time.
 */
final class RunFolder implements AutoCloseable {

  private static final String METADATA = "_metadata";

  private final Path folder;

  private RunFolder(Path folder) {
    this.folder = folder;
  }

  /** Makes the folder ready for a process; what one that was killed left there goes away. */
  static RunFolder of(RunPlan plan) throws IOException {
    return in(Path.of(plan.config().stateDir(), plan.runId()).toAbsolutePath());
  }

  static RunFolder in(Path folder) throws IOException {
    RunFolder run = new RunFolder(folder);
    run.close();
    Files.createDirectories(run.scratch());
    return run;
  }

  /** For the process alone. */
  Path scratch() {
    return folder.resolve("scratch");
  }

  /** Where each process of the run keeps checkpoints, in a folder of its job's. */
  Path checkpoints() {
    return folder.resolve("checkpoints");
  }

  /** Where savepoints go unless somebody says otherwise. They are their owner's to delete. */
  Path savepoints() {
    return folder.resolve("savepoints");
  }

  /** Where others find Flink's own REST interface: one line, readable by the owner alone. */
  private Path restAddress() {
    return folder.resolve("rest-address");
  }

  /** Tells others, as long as the process lives, where to ask for a savepoint. */
  void announce(URI rest) throws IOException {
    // A temporary file is its owner's alone from the beginning.
    Path written = Files.createTempFile(folder, ".rest-address", "");
    Files.writeString(written, rest + "\n");
    Files.move(written, restAddress(), StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Deletes the checkpoints of earlier processes, but for the newest and the one that this run
   * starts from.
   *
   * @param start as Flink names it, or empty
   */
  void forgetOldCheckpoints(Optional<String> start) throws IOException {
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

  /** When a job's last checkpoint was complete; the beginning of time where none ever was. */
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
      // It goes away just now, so it is not the newest.
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

  /** Takes away what is for this process alone. */
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
