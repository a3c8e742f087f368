// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.server;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;

/**
 * Servers that someone else runs, left as they were: everything that this run creates there has a
 * name that begins with {@link #prefix}, and {@link #close} removes it. What a killed lab created
 * stays.
 */
public final class BorrowedServers implements Servers {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyMMdd_HHmmss", Locale.ROOT);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** How long nothing must be found before nothing counts as left. */
  private static final long QUIET_MILLIS = 300;

  private final RunDirectory run;
  private final ExternalServers servers;
  private final boolean keep;
  private final String prefix;
  private boolean closed;

  private BorrowedServers(RunDirectory run, ExternalServers servers, boolean keep) {
    this.run = run;
    this.servers = servers;
    this.keep = keep;
    this.prefix =
        "sluice_%s_%04x_"
            .formatted(
                LocalDateTime.now(ZoneOffset.UTC).format(TIME),
                new SecureRandom().nextInt(1 << 16));
  }

  /**
   * Borrows servers for a run, which closes the result.
   *
   * @param keep whether what the run creates stays there when it ends
   */
  public static BorrowedServers of(LabRun run, ExternalServers servers, boolean keep) {
    return run.own(new BorrowedServers(run.directory(), servers, keep));
  }

  @Override
  public String bootstrapServers() {
    return servers.bootstrapServers();
  }

  @Override
  public Map<String, String> kafkaProperties() {
    return servers.kafkaProperties();
  }

  @Override
  public String jdbcUrl() {
    return servers.jdbcUrl();
  }

  @Override
  public String user() {
    return servers.user();
  }

  @Override
  public String password() {
    return servers.password();
  }

  @Override
  public String prefix() {
    return prefix;
  }

  @Override
  public String kafkaVersion() {
    return servers.kafkaVersion();
  }

  /**
   * Ends the run's remaining processes, which could create more, and drops what the run created.
   */
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    if (keep) {
      return;
    }
    run.endProcesses();
    try (Admin admin = servers.admin();
        Connection connection = servers.connect()) {
      drop(admin, connection);
    } catch (SQLException | ExecutionException | TimeoutException e) {
      throw notClean(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notClean("interrupted", e);
    }
  }

  private void drop(Admin admin, Connection connection)
      throws SQLException, ExecutionException, TimeoutException, InterruptedException {
    try (Statement statement = connection.createStatement()) {
      // A session of an engine that was just killed may lock a table for a moment.
      statement.execute("SET lock_timeout = '2s'; SET client_min_messages = 'warning'");
    }
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    TreeSet<String> runIds = new TreeSet<>();
    boolean wasClean = false;
    while (true) {
      Footprint found = Footprint.of(prefix, admin, connection, runIds);
      if (found.isEmpty() && wasClean) {
        return;
      }
      wasClean = found.isEmpty();
      if (System.nanoTime() > deadline) {
        throw notClean("still there: " + found, null);
      }
      found.drop(admin, connection);
      TimeUnit.MILLISECONDS.sleep(QUIET_MILLIS);
    }
  }

  private ServerException notClean(String why, Exception cause) {
    return new ServerException(
        "what this run created on the external servers could not all be dropped (topics and"
            + " schemas that begin with "
            + prefix
            + "): "
            + why,
        cause);
  }
}
