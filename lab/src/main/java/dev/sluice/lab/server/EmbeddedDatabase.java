// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.server;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A real Postgres in a separate process, on loopback and a free port, with its data in the run's
 * folder. All users of this machine can connect to the port and use it without a password. Not
 * thread-safe.
 */
public final class EmbeddedDatabase implements AutoCloseable {

  /** The superuser that the data folder is created with. */
  public static final String USER = "postgres";

  private static final String DATABASE = "postgres";
  private static final Duration READY = Duration.ofSeconds(60);
  private static final Duration ENDED = Duration.ofSeconds(10);
  private static final int PORT_TRIES = 5;
  private static final int LOG_LINES = 15;

  private final RunDirectory run;
  private final PostgresPrograms programs;
  private final Path data;
  private final Path log;
  private int port;
  private EmbeddedPostgres server;
  private ProcessHandle postmaster;

  private EmbeddedDatabase(RunDirectory run, PostgresPrograms programs) {
    this.run = run;
    this.programs = programs;
    this.data = run.path().resolve("postgres");
    this.log = run.path().resolve("postgres.log");
  }

  /**
   * Starts a Postgres in a run and waits until it answers.
   *
   * @throws ServerException with the last lines of its log if it does not start
   */
  public static EmbeddedDatabase start(RunDirectory run) {
    return start(run, PostgresPrograms.ofSystem());
  }

  static EmbeddedDatabase start(RunDirectory run, PostgresPrograms programs) {
    EmbeddedDatabase database = new EmbeddedDatabase(run, programs);
    run.expectPostgres(database.data);
    for (int tries = 1; ; tries++) {
      try {
        database.port = FreePorts.find(1).get(0);
        database.restart();
        return database;
      } catch (IOException e) {
        throw new ServerException("Postgres cannot be started: " + e.getMessage(), e);
      } catch (ServerException e) {
        if (tries == PORT_TRIES || FreePorts.isFree(database.port)) {
          throw e;
        }
      }
    }
  }

  /** Starts Postgres again on the same port and data, and waits until it answers. */
  public void restart() {
    try {
      release();
      server = builder().start();
      postmaster =
          PostmasterFile.running(data)
              .orElseThrow(() -> new IOException("no postmaster.pid in " + data));
    } catch (IOException | RuntimeException e) {
      throw new ServerException(
          "Postgres cannot be started: "
              + e.getMessage()
              + "; the end of its log:\n"
              + LogTail.of(log, LOG_LINES),
          e);
    }
    run.register(postmaster, "postgres");
  }

  private EmbeddedPostgres.Builder builder() {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setOverrideWorkingDirectory(programs.folder(run).toFile())
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setPGStartupWait(READY)
            .setPort(port)
            .setOutputRedirector(Redirect.appendTo(log.toFile()))
            .setErrorRedirector(Redirect.appendTo(log.toFile()))
            // The user's own locale may not be installed; the keys have collation "C" anyway.
            .setLocaleConfig("locale", "C")
            .setServerConfig("listen_addresses", "127.0.0.1")
            .setServerConfig("unix_socket_directories", "");
    ServerSettings.POSTGRES.forEach(builder::setServerConfig);
    return builder;
  }

  /** Whether the programs for this machine are on the classpath. */
  public static boolean hasBinaries() {
    String system = System.getProperty("os.name").startsWith("Mac") ? "Darwin" : "Linux";
    String machine = System.getProperty("os.arch").replace("amd64", "x86_64");
    try (InputStream programs =
        DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(system, machine)) {
      return programs != null;
    } catch (IOException | IllegalStateException none) {
      return false;
    }
  }

  /** Where clients connect to; the same after a restart. */
  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE;
  }

  /** The port that it listens on; the same after a restart. */
  public int port() {
    return port;
  }

  /** The postmaster's process id; that of its last process if it does not run. */
  public long pid() {
    return postmaster.pid();
  }

  /**
   * Does nothing while Postgres runs.
   *
   * @throws ServerException with the last lines of its log if it has ended
   */
  public void requireAlive() {
    if (!postmaster.isAlive()) {
      throw new ServerException(
          "Postgres has ended; the end of its log:\n" + LogTail.of(log, LOG_LINES));
    }
  }

  /** Ends Postgres in an orderly way: clients are disconnected, and everything is written. */
  public void stop() {
    release();
    Waiting.forEnd(postmaster, ENDED.toNanos());
  }

  /** Ends Postgres without a checkpoint ("immediate"): the next start recovers from the log. */
  public void stopImmediately() {
    try {
      PostmasterFile.quit(postmaster, ENDED.toNanos());
    } catch (IOException e) {
      throw new ServerException("Postgres cannot be stopped: " + e.getMessage(), e);
    }
    release();
  }

  /** Ends Postgres at once, as kill -9 of the postmaster does; its data stay for a restart. */
  public void kill() {
    postmaster.destroyForcibly();
    if (!Waiting.forEnd(postmaster, ENDED.toNanos())) {
      throw new ServerException("Postgres (process " + postmaster.pid() + ") cannot be killed");
    }
    release();
  }

  /** Ends Postgres finally, without a last checkpoint, since its data are removed with the run. */
  @Override
  public void close() {
    Optional<ProcessHandle> running =
        Optional.ofNullable(postmaster).filter(ProcessHandle::isAlive);
    if (running.isPresent()) {
      stopImmediately();
    } else {
      release();
    }
  }

  /** Releases the library's server, which stops it if it still runs. */
  private void release() {
    if (server != null) {
      EmbeddedPostgres last = server;
      server = null;
      try {
        last.close();
      } catch (IOException e) {
        throw new ServerException("Postgres cannot be stopped: " + e.getMessage(), e);
      }
    }
  }
}
