// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.measure;

import dev.sluice.lab.server.EmbeddedServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;

/**
 * The resources that the servers have used since their start.
 *
 * @param databaseCpuSeconds of all database processes, including those that have ended
 * @param brokerCpuSeconds of the broker's process
 * @param walBytes where the database's write-ahead log ends
 */
public record ServerUse(double databaseCpuSeconds, double brokerCpuSeconds, long walBytes) {

  /** Whether these values can be read on this machine. */
  public static boolean canBeRead() {
    return Files.isReadable(Path.of("/proc/self/stat"));
  }

  /** The usage until now. */
  public static ServerUse of(EmbeddedServers servers, Connection connection) throws SQLException {
    return new ServerUse(
        cpuSeconds(servers.database().pid()), cpuSeconds(servers.kafka().pid()), wal(connection));
  }

  /** The usage since an earlier reading. */
  public ServerUse since(ServerUse before) {
    return new ServerUse(
        databaseCpuSeconds - before.databaseCpuSeconds,
        brokerCpuSeconds - before.brokerCpuSeconds,
        walBytes - before.walBytes);
  }

  /** Processor seconds of a process and its descendants so far, including those that have ended. */
  public static double cpuSeconds(long pid) {
    Stream<Long> tree =
        Stream.concat(
            Stream.of(pid),
            ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .map(ProcessHandle::pid));
    return tree.mapToLong(ServerUse::ticks).sum() / ProcStat.TICKS_PER_SECOND;
  }

  /** The time of a process and of its ended children; 0 if the process has ended. */
  private static long ticks(long pid) {
    return ProcStat.read(Path.of("/proc", Long.toString(pid), "stat"))
        .map(stat -> stat.ownTicks() + stat.childrenTicks())
        .orElse(0L);
  }

  private static long wal(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint")) {
      row.next();
      return row.getLong(1);
    }
  }
}
