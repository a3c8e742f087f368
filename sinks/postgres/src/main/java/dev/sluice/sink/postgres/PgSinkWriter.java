// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.postgres;

import dev.sluice.engine.ledger.LedgerRow;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.sink.Batch;
import dev.sluice.engine.sink.SinkFault;
import dev.sluice.engine.sink.SinkWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.LongSupplier;

/** Writes to the tables of a schema, on a session that is opened when it is needed. */
final class PgSinkWriter implements SinkWriter {

  /** Up to this many rows, a direct write is cheaper, as the bench's writers show. */
  static final int DIRECT_ROWS = 1_000;

  private final ConnectionSource source;
  private final PgTarget target;
  private final int direct;
  private final Duration longest;
  private final GuardLook look;
  private final Watchdog watchdog = new Watchdog();

  private Connection connection;

  /**
   * @param direct up to how many rows a {@link DirectWrite} is tried
   * @param clock in nanoseconds, for the age of a look at the tables
   */
  PgSinkWriter(RunPlan plan, ConnectionSource source, int direct, LongSupplier clock) {
    this.source = source;
    this.direct = direct;
    this.look = new GuardLook(clock);
    this.target =
        new PgTarget(
            Schema.checkedName(PgSettings.of(plan.config()).schema()),
            plan.topic(),
            Set.copyOf(plan.starts().keySet()));
    // A little longer than the server's own bound, but short enough for a retry.
    this.longest = plan.patience().multipliedBy(5).dividedBy(4);
  }

  /** A writer for a run; connects when there is something to do. */
  static PgSinkWriter open(RunPlan plan) {
    PgSettings postgres = PgSettings.of(plan.config());
    return new PgSinkWriter(
        plan,
        () -> PgSession.open(postgres, "sluice/" + plan.runId(), plan.patience()),
        DIRECT_ROWS,
        System::nanoTime);
  }

  @Override
  public String target() {
    return "schema " + target.schema();
  }

  @Override
  public SortedMap<Integer, LedgerRow> take(Set<Integer> partitions, Duration left)
      throws SinkFault {
    return inSession(left, transaction -> transaction.read(partitions));
  }

  @Override
  public Commit commit(Batch batch, Duration left) throws SinkFault {
    return inSession(left, transaction -> transaction.write(batch));
  }

  /** The work of one transaction. */
  @FunctionalInterface
  private interface SessionWork<T> {
    T in(LedgerTransaction transaction) throws SQLException;
  }

  private <T> T inSession(Duration left, SessionWork<T> work) throws SinkFault {
    try {
      return inConnection(left, work);
    } catch (SQLException e) {
      throw SqlFaults.atPort(e, target.schema());
    }
  }

  private <T> T inConnection(Duration left, SessionWork<T> work) throws SQLException {
    if (connection == null) {
      connection = connect();
    }
    Connection current = connection;
    Watchdog.Watch watch = watchdog.over(current, left.compareTo(longest) < 0 ? left : longest);
    try {
      return work.in(new LedgerTransaction(current, target, direct, look));
    } catch (SQLException | RuntimeException | Error e) {
      // After any failure the session's state is unknown; the ledger's is not.
      connection = null;
      PgSession.abandon(current, e);
      throw e;
    } finally {
      watch.end();
    }
  }

  private Connection connect() throws SQLException {
    Connection opened = source.open();
    try {
      StagedWrite.create(opened);
      opened.setAutoCommit(false);
      return opened;
    } catch (SQLException | RuntimeException e) {
      PgSession.abandon(opened, e);
      throw e;
    }
  }

  @Override
  public void close() {
    watchdog.close();
    if (connection != null) {
      PgSession.close(connection);
      connection = null;
    }
  }
}
