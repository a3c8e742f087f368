// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.writer;

import dev.sluice.bench.measure.ServerUse;
import dev.sluice.bench.measure.TableDigest;
import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.engine.ledger.LedgerException;
import dev.sluice.lab.compare.ComparedTable;
import dev.sluice.lab.server.DatabaseSchema;
import dev.sluice.lab.server.EmbeddedServers;
import dev.sluice.sink.postgres.Ledger;
import dev.sluice.sink.postgres.Schema;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures how rows are written into an empty table in batches. One more row is written beforehand,
 * so that opening connections and the like is not measured.
 */
final class WriterTrial implements AutoCloseable {

  private static final String SCHEMA = "bench_writer";
  private static final double NANOS = 1e9;

  private final EmbeddedServers servers;
  private final WriterTarget target;
  private final List<DecidedRecord> rows;
  private final Connection connection;
  private final Map<Integer, TableDigest> expected = new HashMap<>();

  /**
   * Creates the tables.
   *
   * @param rows more rows than any cell writes
   */
  WriterTrial(EmbeddedServers servers, List<DecidedRecord> rows) throws SQLException {
    this.servers = servers;
    this.target = new WriterTarget(servers, servers.prefix() + SCHEMA);
    this.rows = rows;
    this.connection = servers.connect();
    DatabaseSchema.drop(connection, target.schema());
    Schema.create(connection, target.schema());
  }

  /** Writes once, and checks the result. */
  WriterCell write(WriteMethod method, WriterPlan.Size size, int round) throws SQLException {
    TableDigest wanted = expected(size.rows());
    empty();
    try (RowWriter writer = method.open(target, size.batch())) {
      return checked(timed(method.title(), writer, size, round), wanted, method.keepsLedger());
    } catch (SQLException | LedgerException e) {
      return failed(method.title(), size, round, e);
    }
  }

  /**
   * Has Sluice's writer write rows, and write the same again with the ledger reset, as if the rows
   * were repeated in the log. Returns both measurements.
   */
  List<WriterCell> replay(WriterPlan.Size size, int round) throws SQLException {
    TableDigest wanted = expected(size.rows());
    empty();
    WriterCell first;
    try (RowWriter writer = WriteMethod.SLUICE.open(target, size.batch())) {
      first = timed(WriterCell.FIRST_RUN, writer, size, round);
    } catch (LedgerException e) {
      return List.of(failed(WriterCell.FIRST_RUN, size, round, e));
    }
    execute("TRUNCATE " + target.table("ledger"));
    startLedger();
    try (RowWriter writer = WriteMethod.SLUICE.open(target, size.batch())) {
      WriterCell second = timed(WriterCell.REPLAY, writer, size, round);
      // No check in between: it would do some of the second run's work.
      return List.of(first, checked(second, wanted, true));
    } catch (LedgerException e) {
      return List.of(first, failed(WriterCell.REPLAY, size, round, e));
    }
  }

  private WriterCell timed(String method, RowWriter writer, WriterPlan.Size size, int round)
      throws SQLException {
    writer.write(rows.subList(0, 1));
    ServerUse before = ServerUse.of(servers, connection);
    long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    long start = System.nanoTime();
    int end = size.rows() + 1;
    for (int from = 1; from < end; from += size.batch()) {
      writer.write(rows.subList(from, Math.min(from + size.batch(), end)));
    }
    double seconds = (System.nanoTime() - start) / NANOS;
    double own = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu) / NANOS;
    ServerUse used = ServerUse.of(servers, connection).since(before);
    return new WriterCell(
        method,
        size.batch(),
        round,
        size.rows(),
        seconds,
        own,
        used.databaseCpuSeconds(),
        used.walBytes(),
        null);
  }

  private WriterCell checked(WriterCell cell, TableDigest wanted, boolean keepsLedger)
      throws SQLException {
    TableDigest found = TableDigest.of(connection, target.schema(), ComparedTable.PROCESSED_EVENTS);
    if (!found.equals(wanted)) {
      return cell.because(
          String.format(
              Locale.ROOT,
              "left %,d rows%s",
              found.rows(),
              found.rows() == wanted.rows()
                  ? ", but not the ones it was given"
                  : String.format(Locale.ROOT, " of %,d", wanted.rows())));
    }
    long counted = keepsLedger ? counted() : wanted.rows();
    return counted == wanted.rows()
        ? cell
        : cell.because(
            String.format(Locale.ROOT, "counted %,d of %,d rows", counted, wanted.rows()));
  }

  private static WriterCell failed(
      String method, WriterPlan.Size size, int round, Exception failure) {
    return new WriterCell(
        method, size.batch(), round, size.rows(), 0, 0, 0, 0, String.valueOf(failure.getMessage()));
  }

  /** The digest of a table with this many rows, filled by one transaction. */
  private TableDigest expected(int count) throws SQLException {
    if (!expected.containsKey(count)) {
      empty();
      try (RowWriter writer = WriteMethod.REWRITTEN.open(target, 1)) {
        writer.write(rows.subList(0, count + 1));
      }
      TableDigest digest =
          TableDigest.of(connection, target.schema(), ComparedTable.PROCESSED_EVENTS);
      if (digest.rows() != count + 1) {
        throw new IllegalStateException(
            String.format(
                Locale.ROOT, "%,d rows written, but the table has %,d", count + 1, digest.rows()));
      }
      expected.put(count, digest);
    }
    return expected.get(count);
  }

  /** Resets the tables and the ledger; a checkpoint keeps earlier writes out of the measurement. */
  private void empty() throws SQLException {
    execute("TRUNCATE %s, %s".formatted(target.table("processed_events"), target.table("ledger")));
    startLedger();
    execute("CHECKPOINT");
  }

  private void startLedger() throws SQLException {
    Ledger.insertMissing(connection, target.schema(), WriterTarget.TOPIC, WriterTarget.starts());
  }

  private long counted() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT sum((counts ->> 'accepted')::bigint) FROM " + target.table("ledger"))) {
      row.next();
      return row.getLong(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    try (connection) {
      DatabaseSchema.drop(connection, target.schema());
    }
  }
}
