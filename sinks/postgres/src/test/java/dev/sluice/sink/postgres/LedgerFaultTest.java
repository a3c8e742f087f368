// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.postgres;

import static dev.sluice.sink.postgres.TestRun.accepted;
import static dev.sluice.sink.postgres.TestRun.range;
import static dev.sluice.sink.postgres.TestRun.saying;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.engine.ledger.LedgerException;
import dev.sluice.engine.write.LedgerWriter;
import dev.sluice.model.Outcome;
import dev.sluice.model.Reason;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests lost replies, dead and frozen servers, and faults that no retry fixes (R9, R13). */
@ParameterizedClass(name = "direct writes up to {0} rows")
@ValueSource(ints = {0, PgSinkWriter.DIRECT_ROWS})
@ExtendWith(TestPostgres.Extension.class)
@Timeout(120)
class LedgerFaultTest {

  @Parameter int direct;

  private final TestPostgres postgres;

  LedgerFaultTest(TestPostgres postgres) {
    this.postgres = postgres;
  }

  /** What a session does on commit. */
  private interface Commit {
    void on(Connection connection) throws SQLException;
  }

  private static final Commit REPLY_LOST =
      connection -> {
        connection.commit();
        connection.abort(Runnable::run);
        throw new SQLException("the reply is lost", "08006");
      };

  private static final Commit REQUEST_LOST =
      connection -> {
        connection.abort(Runnable::run);
        throw new SQLException("the request is lost", "08006");
      };

  /** Sessions of which each does the next of these at its first commit; everything else works. */
  private static ConnectionSource committing(ConnectionSource source, List<Commit> commits) {
    List<Commit> left = new ArrayList<>(commits);
    return () -> {
      Connection connection = source.open();
      Commit first = left.isEmpty() ? Connection::commit : left.remove(0);
      AtomicBoolean used = new AtomicBoolean();
      return (Connection)
          Proxy.newProxyInstance(
              LedgerFaultTest.class.getClassLoader(),
              new Class<?>[] {Connection.class},
              (proxy, method, arguments) -> {
                if (method.getName().equals("commit") && !used.getAndSet(true)) {
                  first.on(connection);
                  return null;
                }
                try {
                  return method.invoke(connection, arguments);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
    };
  }

  @Test
  void r9_lostCommitIsSettledByTheLedgerWhetherItGotThroughOrNot() throws SQLException {
    for (List<Commit> commits :
        List.of(
            List.of(REPLY_LOST),
            List.of(REQUEST_LOST),
            List.of(REQUEST_LOST, REQUEST_LOST, REPLY_LOST))) {
      TestRun run = new TestRun(postgres, direct, 2);
      try (LedgerWriter writer =
          run.writer(committing(run::open, commits), saying(OptionalLong.empty()))) {
        range(0, 0, 10).forEach(writer::add);
        range(1, 0, 5).forEach(writer::add);
        writer.flush();
        assertEquals(List.of("0|0|10|{\"accepted\": 10}", "1|0|5|{\"accepted\": 5}"), run.ledger());
        // A hole after the writer's own commit, even an unconfirmed one, needs no query to the log.
        range(0, 12, 15).forEach(writer::add);
        writer.flush();
      }
      assertEquals(List.of("0|0|15|{\"accepted\": 13}", "1|0|5|{\"accepted\": 5}"), run.ledger());
      assertEquals(18, run.processed().size());
    }
  }

  @Test
  void r9_lostCommitIsSettledAlsoWhenAnotherWriterWentOnMeanwhile() throws SQLException {
    for (Commit commit : List.of(REPLY_LOST, REQUEST_LOST)) {
      TestRun run = new TestRun(postgres, direct, 1);
      List<DecidedRecord> log = range(0, 0, 30);
      Commit takenOver =
          connection -> {
            try {
              commit.on(connection);
            } finally {
              run.write(log.subList(0, 20));
            }
          };
      try (LedgerWriter writer =
          run.writer(committing(run::open, List.of(takenOver)), TestRun.logOf(log))) {
        log.subList(0, 25).forEach(writer::add);
        writer.flush();
      }
      assertEquals(List.of("0|0|25|{\"accepted\": 25}"), run.ledger());
      assertEquals(25, run.processed().size());
    }
  }

  @Test
  void r9_ofTwoPartitionsTheOneThatWasTakenOverIsLeftToItsNewWriter() throws SQLException {
    TestRun run = new TestRun(postgres, direct, 2);
    try (LedgerWriter zombie = run.writer()) {
      range(0, 0, 10).forEach(zombie::add);
      for (int offset = 0; offset < 10; offset++) {
        zombie.add(accepted(1, offset, "id" + offset, "/same"));
      }
      List<DecidedRecord> taken = new ArrayList<>();
      for (int offset = 0; offset < 20; offset++) {
        taken.add(accepted(1, offset, "id" + offset, "/same"));
      }
      run.write(taken);
      List<String> rows = run.processed();
      zombie.flush();
      assertEquals(List.of("0|0|10|{\"accepted\": 10}", "1|0|20|{\"accepted\": 20}"), run.ledger());
      assertEquals(30, run.processed().size());
      assertTrue(run.processed().containsAll(rows));
    }
  }

  @Test
  void r13_idleSessionThatWasCutIsReplaced() throws SQLException {
    TestRun run = new TestRun(postgres, direct, 1);
    try (LedgerWriter writer = run.writer()) {
      range(0, 0, 5).forEach(writer::add);
      writer.flush();
      postgres.execute(
          "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
              + " WHERE application_name = 'sluice/run-1'");
      range(0, 5, 9).forEach(writer::add);
      writer.flush();
    }
    assertEquals(List.of("0|0|9|{\"accepted\": 9}"), run.ledger());
  }

  @Test
  void r9_frozenWritersLockIsGoneBeforeTheDeadline() throws SQLException {
    TestRun run = new TestRun(postgres, direct, 1);
    run.deadlineMillis = 20_000;
    try (Connection frozen = PgSession.open(run.settings, "sluice/frozen", Duration.ofSeconds(2))) {
      frozen.setAutoCommit(false);
      RoundTrip lock = new RoundTrip();
      Ledger.lock(lock, run.schema, TestRun.TOPIC, List.of(0), new TreeMap<>());
      lock.send(frozen);
      try (LedgerWriter writer = LedgerWriter.open(run.plan())) {
        range(0, 0, 5).forEach(writer::add);
        writer.flush();
      }
      assertThrows(SQLException.class, frozen::commit, "the frozen session is ended");
    }
    assertEquals(List.of("0|0|5|{\"accepted\": 5}"), run.ledger());
  }

  @Test
  void r13_serverThatFreezesIsLeftAndAskedAnew() throws Exception {
    TestRun run = new TestRun(postgres, direct, 1);
    run.deadlineMillis = 12_000;
    try (FreezingProxy proxy = new FreezingProxy(postgres.port(), 16 * 1024)) {
      String url = postgres.settings(run.schema, proxy.port(), "", "").url();
      run.settings =
          new PgSettings(url + "?sendBufferSize=16384", "postgres", "postgres", run.schema, false);
      // Frozen while the client sends more than the sockets' buffers hold: there is no read that a
      // socket timeout could end, and the server has no timeout for a COPY that stalls.
      byte[] value = new byte[4_096];
      try (LedgerWriter writer = LedgerWriter.open(run.plan())) {
        for (int offset = 0; offset < 64; offset++) {
          writer.add(TestRun.decision(0, offset, value, new Outcome.Malformed(Reason.NOT_JSON)));
        }
        writer.flush();
      }
      assertTrue(proxy.frozen() > 0, "the proxy froze nothing");
    }
    assertEquals(List.of("0|0|64|{\"malformed:not_json\": 64}"), run.ledger());
  }

  @Test
  void r13_deadServerFailsAtTheDeadlineAndLosesNothing() throws Exception {
    TestRun run = new TestRun(postgres, direct, 1);
    run.deadlineMillis = 700;
    int port;
    try (ServerSocket closed = new ServerSocket(0)) {
      port = closed.getLocalPort();
    }
    run.settings = postgres.settings(run.schema, port, "postgres", "very secret");
    AtomicBoolean repaired = new AtomicBoolean();
    ConnectionSource source =
        () ->
            repaired.get()
                ? PgSession.open(postgres.settings(run.schema), "sluice/run-1")
                : run.open();
    try (LedgerWriter writer = run.writer(source, saying(OptionalLong.empty()))) {
      range(0, 0, 5).forEach(writer::add);
      LedgerException e = assertThrows(LedgerException.class, writer::flush);
      assertTrue(e.getMessage().contains("deadline of 700 ms"), e.getMessage());
      assertTrue(e.getMessage().contains("SQLSTATE 08001"), e.getMessage());
      assertTrue(!e.getMessage().contains("secret"), e.getMessage());
      repaired.set(true);
      writer.flush();
    }
    assertEquals(List.of("0|0|5|{\"accepted\": 5}"), run.ledger());
  }

  @Test
  void r13_whatRetryingDoesNotMendFailsAtOnceAndSaysWhatToDo() throws SQLException {
    TestRun run = new TestRun(postgres, direct, 1);
    run.settings = postgres.settings(run.schema, postgres.port(), "no_such_user", "secret");
    assertFailsAtOnce(run, "check user, password");
    run.settings = postgres.settings("no such schema");
    assertFailsAtOnce(run, "create the tables of schema no such schema");
    run.settings = postgres.settings(run.schema);
    postgres.execute("ALTER TABLE " + run.in("processed_events") + " RENAME host TO server");
    assertFailsAtOnce(run, "create the tables");
  }

  private static void assertFailsAtOnce(TestRun run, String advice) {
    AtomicInteger opened = new AtomicInteger();
    ConnectionSource source =
        () -> {
          opened.incrementAndGet();
          return run.open();
        };
    try (LedgerWriter writer = run.writer(source, saying(OptionalLong.empty()))) {
      range(0, 0, 5).forEach(writer::add);
      LedgerException e = assertThrows(LedgerException.class, writer::flush);
      assertTrue(e.getMessage().contains(advice), e.getMessage());
      assertTrue(!e.getMessage().contains("secret"), e.getMessage());
    }
    assertEquals(1, opened.get());
  }

  @Test
  void r13_interruptEndsTheRetry() throws Exception {
    TestRun run = new TestRun(postgres, direct, 1);
    ConnectionSource source =
        () -> {
          Thread.currentThread().interrupt();
          throw new SQLException("refused", "08001");
        };
    try (LedgerWriter writer = run.writer(source, saying(OptionalLong.empty()))) {
      range(0, 0, 5).forEach(writer::add);
      LedgerException e = assertThrows(LedgerException.class, writer::flush);
      assertTrue(e.getMessage().contains("interrupted"), e.getMessage());
      assertTrue(Thread.interrupted(), "the interrupt is passed on");
    }
  }
}
