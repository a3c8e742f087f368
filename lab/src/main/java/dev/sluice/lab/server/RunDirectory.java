// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The folder of one lab run: everything that its servers and engines write is in it, and it is
 * removed with the run. It also keeps track of the run's processes, so that none of them outlives
 * the run: {@link #close} ends those that are left; if the lab dies, the {@link Warden} does; if
 * both could not, {@link Leftovers} does at the next start. Thread-safe.
 *
 * <p>Its owner holds a lock on the file {@code lock}: the operating system releases it with the
 * process, which neither a clock nor a reused process id can fake.
 */
public final class RunDirectory implements AutoCloseable {

  static final String LOCK = "lock";
  static final String CHILDREN = "children";

  // Closing any channel on a file releases all locks that this process has on it, so this process
  // must not look at the lock of a run that it has open.
  static final Set<Path> OPEN_HERE = ConcurrentHashMap.newKeySet();

  private static final String WITHOUT_INTERRUPT = "trap '' INT HUP; exec \"$@\"";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS", Locale.ROOT);
  private static final long KILL_MILLIS = 5_000;

  private final Path path;
  private final FileChannel lock;
  private final Warden warden;
  private final Set<ProcessHandle> children = ConcurrentHashMap.newKeySet();
  private final AtomicInteger files = new AtomicInteger();
  private boolean ending;
  private boolean closed;

  private RunDirectory(Path path, FileChannel lock, Warden warden) {
    this.path = path;
    this.lock = lock;
    this.warden = warden;
  }

  /** Opens a new run under the folder of this user's runs. */
  public static RunDirectory open() throws IOException {
    return open(base());
  }

  /** Opens a new run under the given folder. */
  public static RunDirectory open(Path base) throws IOException {
    prepare(base);
    return BaseLock.holding(base, () -> create(base));
  }

  /** The folder of this user's runs. */
  public static Path base() {
    return Path.of(
        System.getProperty("java.io.tmpdir"), "sluice-" + System.getProperty("user.name"));
  }

  /** Creates the base folder, and refuses one that another user could have put there. */
  static void prepare(Path base) throws IOException {
    if (!Files.isDirectory(base, LinkOption.NOFOLLOW_LINKS)) {
      Files.createDirectories(base.toAbsolutePath().getParent());
      createPrivate(base);
    }
    Path probe = Files.createTempFile(base, "probe", null);
    try {
      if (!Files.getOwner(probe).equals(Files.getOwner(base, LinkOption.NOFOLLOW_LINKS))) {
        throw new IOException(
            base + " belongs to another user; set TMPDIR to a folder of your own");
      }
    } finally {
      Files.delete(probe);
    }
  }

  private static RunDirectory create(Path base) throws IOException {
    String time = LocalDateTime.now(ZoneId.systemDefault()).format(TIME);
    Path path = base.resolve("run-" + time + "-" + ProcessHandle.current().pid()).toAbsolutePath();
    createPrivate(path);
    FileChannel lock = null;
    OPEN_HERE.add(path);
    try {
      lock =
          FileChannel.open(
              path.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      if (lock.tryLock() == null) {
        throw new IOException(path.resolve(LOCK) + " is locked by another process");
      }
      return new RunDirectory(path, lock, Warden.over(path));
    } catch (IOException | RuntimeException e) {
      if (lock != null) {
        lock.close();
      }
      OPEN_HERE.remove(path);
      throw e;
    }
  }

  private static void createPrivate(Path folder) throws IOException {
    Files.createDirectory(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /** Where the run's files are; only their owner can read them. */
  public Path path() {
    return path;
  }

  /** A folder in the run's folder, created if it does not exist. */
  public Path folder(String name) {
    try {
      return Files.createDirectories(path.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot create the folder " + path.resolve(name), e);
    }
  }

  /** A file in the run's folder that no other caller gets; it does not exist yet. */
  public Path freshFile(String name, String ending) {
    return path.resolve(name + "-" + files.incrementAndGet() + ending);
  }

  /**
   * Starts a process and binds it to this run. The child ignores the interrupt that Ctrl-C sends to
   * all processes of a terminal: the lab ends it in an orderly way instead.
   *
   * @param kind what it is, one word, such as {@code broker}
   */
  public Process start(String kind, ProcessBuilder builder) throws IOException {
    List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", WITHOUT_INTERRUPT, kind));
    command.addAll(builder.command());
    Process process = builder.command(command).start();
    register(process.toHandle(), kind);
    return process;
  }

  /**
   * Binds a process to this run: it is killed when the run ends. Must be called right after the
   * process was started.
   *
   * @param kind what it is, one word, such as {@code broker}
   * @throws IllegalStateException if the run is closed already; the process is killed then
   */
  public void register(ProcessHandle child, String kind) {
    synchronized (this) {
      if (ending) {
        child.destroyForcibly();
        throw new IllegalStateException(
            "the run " + path + " is closed; no " + kind + " can be started");
      }
      warden.add(child.pid());
      children.add(child);
      try {
        Files.writeString(
            path.resolve(CHILDREN),
            ProcessMark.of(child.pid()) + " " + kind + "\n",
            UTF_8,
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException("cannot record the " + kind + " in " + path, e);
      }
    }
    CompletableFuture<Void> unused = child.onExit().thenAccept(this::forget);
  }

  /**
   * The folders of the runs that another process of this user has open.
   *
   * @param owner the process's id
   */
  public static List<Path> foldersOf(long owner) throws IOException {
    List<Path> folders = new ArrayList<>();
    try (DirectoryStream<Path> runs = Files.newDirectoryStream(base(), "run-*-" + owner)) {
      runs.forEach(folders::add);
    }
    return folders;
  }

  /** The processes of one kind that belong to the run in a folder, and still run. */
  public static List<ProcessHandle> children(Path run, String kind) throws IOException {
    return children(run).stream()
        .filter(child -> child.kind().equals(kind))
        .map(Child::process)
        .toList();
  }

  /** A process of a run. */
  record Child(ProcessHandle process, String kind) {

    private static Optional<Child> parse(String line) {
      int kind = line.lastIndexOf(' ');
      return kind < 0
          ? Optional.empty()
          : ProcessMark.parse(line.substring(0, kind))
              .flatMap(ProcessMark::find)
              .map(process -> new Child(process, line.substring(kind + 1)));
    }
  }

  /** The processes that belong to the run in a folder, and still run. */
  static List<Child> children(Path run) throws IOException {
    Path file = run.resolve(CHILDREN);
    return Files.exists(file)
        ? Files.readAllLines(file, UTF_8).stream()
            .flatMap(line -> Child.parse(line).stream())
            .toList()
        : List.of();
  }

  private void forget(ProcessHandle ended) {
    warden.forget(ended.pid());
    children.remove(ended);
  }

  /** Announces that a Postgres is about to start on this folder of the run. */
  void expectPostgres(Path dataFolder) {
    warden.addPidFile(path.relativize(dataFolder).resolve("postmaster.pid").toString());
  }

  /** Announces that containers with this value of the run's label are about to be created. */
  void expectContainers(String label) {
    warden.addContainers(label);
  }

  /** Announces that the containers are gone. */
  void forgetContainers() {
    warden.forgetContainers();
  }

  long wardenPid() {
    return warden.pid();
  }

  /** Kills what still runs, and removes the folder. */
  @Override
  public void close() throws IOException {
    closeButForWarden();
    warden.close();
  }

  /**
   * Like {@link #close}, for the end of the whole process: other threads may still be starting
   * something, and the warden finds that when they are gone.
   */
  void closeButForWarden() throws IOException {
    synchronized (this) {
      if (closed) {
        return;
      }
      ending = true;
      closed = true;
    }
    try {
      endChildren();
      Trees.delete(path);
    } finally {
      lock.close();
      OPEN_HERE.remove(path);
    }
  }

  /** Kills what still runs, and lets nothing else start. */
  void endProcesses() {
    synchronized (this) {
      ending = true;
    }
    try {
      endChildren();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot end the processes of " + path, e);
    }
  }

  private void endChildren() throws IOException {
    Optional<ProcessHandle> postgres = PostmasterFile.runningBelow(path);
    if (postgres.isPresent()) {
      PostmasterFile.quit(postgres.get(), KILL_MILLIS * 1_000_000);
    }
    for (ProcessHandle child : children) {
      child.destroyForcibly();
    }
    long deadline = System.nanoTime() + KILL_MILLIS * 1_000_000;
    for (ProcessHandle child : children) {
      Waiting.forEnd(child, deadline - System.nanoTime());
    }
  }
}
