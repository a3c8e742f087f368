// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.engine;

import dev.sluice.lab.engine.EngineFailure.How;
import dev.sluice.lab.engine.EngineStatus.Kind;
import dev.sluice.lab.server.LogTail;
import dev.sluice.lab.server.RunDirectory;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A running engine: its child process, from start to exit. Distinguishes a failed handshake, an
 * exit and a hang, and a stop from a kill. Thread-safe.
 */
public final class EngineChild implements AutoCloseable {

  private static final int LOG_LINES = 20;
  private static final Duration REAPED = Duration.ofSeconds(10);

  private final String name;
  private final Path log;
  private final Process process;
  private final Instant startTime;
  private final long startNanoTime;
  private final StatusReader reader;
  private final ResourceSampler sampler;
  private volatile boolean killed;

  private EngineChild(
      String name, Path log, Process process, long startNanoTime, Consumer<EngineStatus> listener) {
    this.name = name;
    this.log = log;
    this.process = process;
    this.startTime = Instant.now();
    this.startNanoTime = startNanoTime;
    this.sampler = ResourceSampler.of(process.toHandle());
    this.reader = StatusReader.of(name, process.getInputStream(), status -> hear(status, listener));
  }

  /**
   * Starts an engine.
   *
   * @param run the run that owns the process and holds its log
   * @param entry the engine and its mode
   * @param configFile the engine's configuration, readable only by its owner
   * @param listener receives each status line, on a separate thread; must not block for long
   * @throws EngineFailure when the process cannot be started
   */
  public static EngineChild start(
      RunDirectory run,
      EngineCatalog.Entry entry,
      Path configFile,
      Consumer<EngineStatus> listener) {
    return start(run, entry, configFile, Map.of(), listener);
  }

  /**
   * Starts an engine with additional environment variables.
   *
   * @param environment variables by name, added to those of this process
   */
  public static EngineChild start(
      RunDirectory run,
      EngineCatalog.Entry entry,
      Path configFile,
      Map<String, String> environment,
      Consumer<EngineStatus> listener) {
    String name = entry.mode().name();
    Path log = run.freshFile(name, ".log");
    long now = System.nanoTime();
    try {
      ProcessBuilder builder =
          new ProcessBuilder(entry.engine().commandFor(configFile))
              .directory(entry.engine().folder().toFile())
              .redirectError(Redirect.appendTo(log.toFile()));
      builder.environment().putAll(environment);
      Process process = run.start("engine", builder);
      return new EngineChild(name, log, process, now, listener);
    } catch (IOException e) {
      throw new EngineFailure(How.NO_HANDSHAKE, name + " cannot be started: " + e.getMessage());
    }
  }

  private void hear(EngineStatus status, Consumer<EngineStatus> listener) {
    if (status.kind().isLast()) {
      // The process is about to end; after that its resource use can no longer be read.
      sampler.sample();
    }
    listener.accept(status);
  }

  /** The name of the mode that runs. */
  public String name() {
    return name;
  }

  /** The process id. */
  public long pid() {
    return process.pid();
  }

  /**
   * Whether the process still runs, according to the operating system: Java notices the end a
   * moment later.
   */
  public boolean isAlive() {
    return process.toHandle().isAlive();
  }

  /** What the engine wrote on stderr. */
  public Path log() {
    return log;
  }

  /** When it was started. */
  public Instant startTime() {
    return startTime;
  }

  /** The same, by {@link System#nanoTime()}. */
  public long startNanoTime() {
    return startNanoTime;
  }

  /** The first status line of a kind, or for {@code PROGRESS} the last one, if there was one. */
  public Optional<EngineStatus> status(Kind kind) {
    return reader.status(kind);
  }

  /** The latest status line. */
  public Optional<EngineStatus> lastStatus() {
    return reader.last();
  }

  /** What it has used so far. */
  public ResourceUse resources() {
    return sampler.use();
  }

  /**
   * Waits until the engine reports that it runs.
   *
   * @throws EngineFailure if it ends first, or takes longer
   */
  public EngineStatus awaitRunning(Duration timeout) {
    return await(Kind.RUNNING, timeout);
  }

  /**
   * Waits for a status line, which may have arrived already.
   *
   * @throws EngineFailure if the engine ends without it, or takes longer
   */
  public EngineStatus await(Kind kind, Duration timeout) {
    Optional<EngineStatus> status = reader.await(kind, timeout);
    if (status.isPresent()) {
      return status.get();
    }
    if (!reader.hasEnded()) {
      throw hang("no " + kind + " within " + timeout.toSeconds() + " s");
    }
    EngineExit exit = awaitEnd(REAPED);
    How how = exit.lastStatus().isEmpty() ? How.NO_HANDSHAKE : How.EXIT;
    String problem = exit.problem().orElse("ended without " + kind);
    throw new EngineFailure(how, withLog(problem));
  }

  /**
   * Waits until the process has ended, with any exit code.
   *
   * @throws EngineFailure if it takes longer; the process still runs then
   */
  public EngineExit awaitEnd(Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    if (!waitFor(timeout)) {
      throw hang("still runs after " + timeout.toSeconds() + " s");
    }
    Instant time = Instant.now();
    long nanoTime = System.nanoTime();
    // The pipe ends with the process, unless a process that it started holds it open.
    reader.awaitEnd(Duration.ofNanos(Math.max(deadline - nanoTime, REAPED.toNanos() / 10)));
    return new EngineExit(
        process.exitValue(),
        reader.last(),
        reader.violations(),
        killed,
        sampler.use(),
        time,
        nanoTime);
  }

  private EngineFailure hang(String problem) {
    String last = reader.last().map(s -> s.kind().name()).orElse("none");
    return new EngineFailure(How.HANG, withLog(problem + ", last status: " + last));
  }

  private String withLog(String problem) {
    return name + " " + problem + "; the end of its log:\n" + LogTail.of(log, LOG_LINES);
  }

  /**
   * Stops the engine in an orderly way (SIGTERM), and kills it if that takes longer; see {@link
   * EngineExit#killed}.
   */
  public EngineExit stop(Duration timeout) {
    // Not Process.destroy: that also closes the pipes, and the last status lines are lost.
    process.toHandle().destroy();
    if (!waitFor(timeout)) {
      kill();
    }
    return awaitEnd(REAPED);
  }

  /** Kills the process at once (SIGKILL), as a crash does; see {@link #awaitEnd}. */
  public void kill() {
    killed = process.isAlive();
    process.toHandle().destroyForcibly();
  }

  /** Closes the engine's stdin, as happens when the lab ends. */
  public void closeStdin() throws IOException {
    process.getOutputStream().close();
  }

  /** Kills the process if it still runs, and waits until it is gone. */
  @Override
  public void close() {
    if (process.isAlive()) {
      kill();
      awaitEnd(REAPED);
    }
  }

  private boolean waitFor(Duration timeout) {
    try {
      return process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return !process.isAlive();
    }
  }
}
