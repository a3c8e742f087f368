// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.postgres;

import static dev.sluice.sink.postgres.TestRun.accepted;
import static dev.sluice.sink.postgres.TestRun.late;
import static dev.sluice.sink.postgres.TestRun.malformed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.engine.ledger.LedgerException;
import dev.sluice.engine.sink.SinkWriter;
import dev.sluice.engine.write.LedgerWriter;
import dev.sluice.model.Reason;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that of a batch only the rows that a user's constraint refuses are diverted (R13). */
@ParameterizedClass(name = "direct writes up to {0} rows")
@ValueSource(ints = {0, PgSinkWriter.DIRECT_ROWS})
@ExtendWith(TestPostgres.Extension.class)
class LedgerRefusalTest {

  private static final int[] BATCHES = {1, 2, 7, 1_000};

  @Parameter int direct;

  private final TestPostgres postgres;

  LedgerRefusalTest(TestPostgres postgres) {
    this.postgres = postgres;
  }

  private TestRun run(int partitions, String constraint) throws SQLException {
    TestRun run = new TestRun(postgres, direct, partitions);
    postgres.execute(constraint.formatted(run.in("processed_events")));
    return run;
  }

  private List<String> rows(TestRun run) throws SQLException {
    return postgres.query(
        "SELECT identity, source_partition, source_offset, url FROM "
            + run.in("processed_events")
            + " ORDER BY 1");
  }

  private List<String> letters(TestRun run) throws SQLException {
    return postgres.query(
        "SELECT source_partition, source_offset, reason, convert_from(raw, 'UTF8') FROM "
            + run.in("dead_letters")
            + " ORDER BY 1, 2");
  }

  /**
   * Good and refused rows; good copies before and after a refused row, and refused copies of a good
   * one, within a partition and across two.
   */
  private static List<DecidedRecord> mixed() {
    return List.of(
        accepted(0, 0, "a", "/good"),
        accepted(0, 1, "b", "/bad"),
        accepted(0, 2, "b", "/good"),
        accepted(0, 3, "c", "/good"),
        accepted(0, 4, "c", "/bad"),
        malformed(0, 5, Reason.NOT_JSON, "x"),
        accepted(1, 0, "a", "/bad"),
        accepted(1, 1, "b", "/bad"),
        accepted(1, 2, "d", "/bad"),
        accepted(1, 3, "d", "/bad"),
        late(1, 4, "late", 20_000_000),
        accepted(1, 5, "e", "/good"),
        accepted(1, 6, "d", "/good"),
        TestRun.filtered(1, 7, "bots"));
  }

  private void assertMixed(TestRun run, String name) throws SQLException {
    assertEquals(
        List.of(
            "e:a|0|0|/good", "e:b|0|2|/good", "e:c|0|3|/good", "e:d|1|6|/good", "e:e|1|5|/good"),
        rows(run),
        name);
    assertEquals(
        List.of(
            "0|1|refused|{}",
            "0|4|refused|{}",
            "0|5|not_json|x",
            "1|0|refused|{}",
            "1|1|refused|{}",
            "1|2|refused|{}",
            "1|3|refused|{}"),
        letters(run),
        name);
    assertEquals(1, run.late().size(), name);
    assertEquals(
        List.of(
            "0|0|6|{\"refused\": 2, \"accepted\": 3, \"malformed:not_json\": 1}",
            "1|0|8|{\"late\": 1, \"refused\": 4, \"accepted\": 2, \"filtered:bots\": 1}"),
        run.ledger(),
        name);
  }

  @Test
  void r13_rowsThatACheckRefusesAreDivertedAloneWhateverTheBatches() throws SQLException {
    assertDivertedAlone("ALTER TABLE %s ADD CHECK (url <> '/bad')");
  }

  @Test
  void r13_rowsThatAGeneratedColumnFailsForAreDivertedAlone() throws SQLException {
    assertDivertedAlone(
        "ALTER TABLE %s ADD bad integer GENERATED ALWAYS AS (1 / (url <> '/bad')::int) STORED");
  }

  @Test
  void r13_rowsThatATriggerRefusesInItsOwnWordsAreDivertedAlone() throws SQLException {
    assertDivertedAlone(
        """
        CREATE OR REPLACE FUNCTION public.sluice_refuse() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN IF NEW.url = '/bad' THEN RAISE 'by a user' USING ERRCODE = 'ZZ123'; END IF;
          RETURN NEW; END $$;
        CREATE TRIGGER refuse BEFORE INSERT ON %s FOR EACH ROW
          EXECUTE FUNCTION public.sluice_refuse();
        """);
  }

  private void assertDivertedAlone(String constraint) throws SQLException {
    for (int size : BATCHES) {
      TestRun run = run(2, constraint);
      run.batch = size;
      run.write(mixed());
      assertMixed(run, "batches of " + size);
    }
  }

  @Test
  void r13_refusedRowsAreDivertedAloneInWhateverOrderPartitionsCome() throws SQLException {
    for (int size : BATCHES) {
      TestRun run = run(2, "ALTER TABLE %s ADD CHECK (url <> '/bad')");
      run.batch = size;
      run.write(mixed().stream().filter(d -> d.record().position().partition() == 1).toList());
      run.write(mixed().stream().filter(d -> d.record().position().partition() == 0).toList());
      assertMixed(run, "batches of " + size);
    }
  }

  @Test
  void r13_deferredConstraintSpeaksBeforeTheCommit() throws SQLException {
    TestRun run =
        run(
            1,
            """
            CREATE OR REPLACE FUNCTION public.sluice_late_no() RETURNS trigger LANGUAGE plpgsql AS
              $$ BEGIN IF NEW.url = '/bad' THEN RAISE 'no' USING ERRCODE = '23514'; END IF;
              RETURN NULL; END $$;
            CREATE CONSTRAINT TRIGGER late_no AFTER INSERT ON %s DEFERRABLE INITIALLY DEFERRED
              FOR EACH ROW EXECUTE FUNCTION public.sluice_late_no();
            """);
    run.write(List.of(accepted(0, 0, "a", "/good"), accepted(0, 1, "b", "/bad")));
    assertEquals(List.of("e:a|0|0|/good"), rows(run));
    assertEquals(List.of("0|1|refused|{}"), letters(run));
  }

  @Test
  void r13_rowTooLargeForAUsersIndexIsDiverted() throws SQLException {
    TestRun run = run(1, "CREATE INDEX ON %s (url)");
    StringBuilder url = new StringBuilder();
    new java.util.Random(7).ints(16_000, 'a', 'z' + 1).forEach(c -> url.append((char) c));
    run.write(List.of(accepted(0, 0, "a", "/good"), accepted(0, 1, "b", url.toString())));
    assertEquals(List.of("e:a|0|0|/good"), rows(run));
    assertEquals(List.of("0|1|refused|{}"), letters(run));
  }

  @Test
  void r13_refusedLateEventIsCountedAndKeptAsRefused() throws SQLException {
    for (int size : BATCHES) {
      TestRun run = new TestRun(postgres, direct, 1);
      run.batch = size;
      postgres.execute(
          "ALTER TABLE " + run.in("late_events") + " ADD CHECK (lateness_micros < 100)");
      run.write(List.of(late(0, 0, "x", 99), late(0, 1, "y", 100), late(0, 2, "z", 50)));
      assertEquals(2, run.late().size());
      assertEquals(List.of("0|1|refused|y"), letters(run));
      assertEquals(List.of("0|0|3|{\"late\": 2, \"refused\": 1}"), run.ledger());
    }
  }

  @Test
  void r13_refusedDeadLetterIsCountedUnderItsReasonAndNotKept() throws SQLException {
    for (int size : BATCHES) {
      TestRun run = run(1, "ALTER TABLE %s ADD CHECK (url <> '/bad')");
      run.batch = size;
      postgres.execute(
          "ALTER TABLE " + run.in("dead_letters") + " ADD CHECK (reason <> 'not_json')");
      postgres.execute("ALTER TABLE " + run.in("dead_letters") + " ADD CHECK (source_offset <> 3)");
      assertDeadLettersAtZeroAndThreeAreOnlyCounted(run);
    }
  }

  /**
   * For a run that refuses the URL /bad, and whose dead letters at offsets 0 and 3 are not kept.
   */
  private void assertDeadLettersAtZeroAndThreeAreOnlyCounted(TestRun run) throws SQLException {
    run.write(
        List.of(
            malformed(0, 0, Reason.NOT_JSON, "x"),
            malformed(0, 1, Reason.BAD_TIME, "y"),
            accepted(0, 2, "a", "/bad"),
            accepted(0, 3, "b", "/bad"),
            accepted(0, 4, "c", "/good")));
    assertEquals(List.of("0|1|bad_time|y", "0|2|refused|{}"), letters(run));
    assertEquals(
        List.of(
            "0|0|5|{\"refused\": 2, \"accepted\": 1, \"malformed:bad_time\": 1,"
                + " \"malformed:not_json\": 1}"),
        run.ledger());
  }

  @Test
  void r8_refusedRowsBeyondTheFirstAreCountedOnly() throws SQLException {
    for (int size : BATCHES) {
      TestRun run = run(1, "ALTER TABLE %s ADD CHECK (url <> '/bad')");
      run.batch = size;
      run.deadLettersPerReason = 2;
      List<DecidedRecord> log = new ArrayList<>();
      for (int offset = 0; offset < 10; offset++) {
        log.add(accepted(0, offset, null, offset % 2 == 0 ? "/bad" : "/good"));
      }
      run.write(log);
      assertEquals(List.of("0|0|refused|{}", "0|2|refused|{}"), letters(run));
      assertEquals(List.of("0|0|10|{\"refused\": 5, \"accepted\": 5}"), run.ledger());
    }
  }

  /** Returns NULL: the server drops the row, reports no error and counts nothing. */
  private static final String KEEPS_OUT =
      """
      CREATE OR REPLACE FUNCTION public.sluice_keep_out() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN IF %s THEN RETURN NULL; END IF; RETURN NEW; END $$;
      CREATE TRIGGER keep_out BEFORE %s ON %s FOR EACH ROW
        EXECUTE FUNCTION public.sluice_keep_out();
      """;

  @Test
  void r13_rowsThatATriggerKeepsOutWithoutAnErrorAreDivertedAlone() throws SQLException {
    assertDivertedAlone(KEEPS_OUT.formatted("NEW.url = '/bad'", "INSERT", "%s"));
  }

  @Test
  void r13_rowsThatATriggerKeepsOutAreDivertedAloneInWhateverOrderPartitionsCome()
      throws SQLException {
    for (int size : BATCHES) {
      TestRun run = run(2, KEEPS_OUT.formatted("NEW.url = '/bad'", "INSERT", "%s"));
      run.batch = size;
      run.write(mixed().stream().filter(d -> d.record().position().partition() == 1).toList());
      run.write(mixed().stream().filter(d -> d.record().position().partition() == 0).toList());
      assertMixed(run, "batches of " + size);
    }
  }

  @Test
  void r13_rowsThatATriggerRefusesForWantOfARightOfItsOwnMakingAreDivertedAlone()
      throws SQLException {
    assertDivertedAlone(
        """
        CREATE OR REPLACE FUNCTION public.sluice_not_yours() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN IF NEW.url = '/bad' THEN RAISE 'no' USING ERRCODE = '42501'; END IF;
          RETURN NEW; END $$;
        CREATE TRIGGER not_yours BEFORE INSERT ON %s FOR EACH ROW
          EXECUTE FUNCTION public.sluice_not_yours();
        """);
  }

  @Test
  void r13_rowsThatAPolicyRefusesAreDivertedAlone() throws SQLException {
    assertDivertedAloneUnder("CREATE POLICY p ON %1$s USING (url <> '/bad')");
  }

  /** A policy for SELECT applies to some forms of INSERT and not to others. */
  @Test
  void r13_rowsThatAPolicyHidesAreDivertedAlone() throws SQLException {
    assertDivertedAloneUnder(
        """
        CREATE POLICY i ON %1$s FOR INSERT WITH CHECK (true);
        CREATE POLICY u ON %1$s FOR UPDATE USING (true);
        CREATE POLICY s ON %1$s FOR SELECT USING (url <> '/bad');
        """);
  }

  private void assertDivertedAloneUnder(String policies) throws SQLException {
    for (int size : BATCHES) {
      TestRun run = guarded(2, policies);
      run.batch = size;
      run.write(mixed());
      assertMixed(run, "batches of " + size);
    }
  }

  /** A run with a role to which row-level security applies. */
  private TestRun guarded(int partitions, String policies) throws SQLException {
    TestRun run = run(partitions, "ALTER TABLE %1$s ENABLE ROW LEVEL SECURITY;" + policies);
    run.settings = run.postgres.settings(run.schema, run.postgres.port(), "guarded", "guarded");
    postgres.execute(
        "DO $$ BEGIN CREATE ROLE guarded LOGIN; EXCEPTION WHEN duplicate_object THEN END $$;"
            + Schema.grants(run.schema, "guarded"));
    return run;
  }

  @Test
  void r13_aTableWithoutRightsIsNoRefusalOfARow() throws SQLException {
    TestRun run = guarded(1, "CREATE POLICY p ON %1$s USING (true)");
    postgres.execute("REVOKE INSERT ON " + run.in("processed_events") + " FROM guarded");
    LedgerException failure =
        assertThrows(LedgerException.class, () -> run.write(List.of(accepted(0, 0))));
    assertTrue(failure.getMessage().contains("permission denied"), failure.getMessage());
    assertEquals(List.of("0|0|0|{}"), run.ledger());
  }

  @Test
  void r13_aLateEventThatATriggerKeepsOutIsCountedAndKeptAsRefused() throws SQLException {
    for (int size : BATCHES) {
      TestRun run = new TestRun(postgres, direct, 1);
      run.batch = size;
      postgres.execute(
          KEEPS_OUT.formatted("NEW.lateness_micros >= 100", "INSERT", run.in("late_events")));
      run.write(List.of(late(0, 0, "x", 99), late(0, 1, "y", 100), late(0, 2, "z", 50)));
      assertEquals(2, run.late().size());
      assertEquals(List.of("0|1|refused|y"), letters(run));
      assertEquals(List.of("0|0|3|{\"late\": 2, \"refused\": 1}"), run.ledger());
    }
  }

  @Test
  void r13_aDeadLetterThatATriggerKeepsOutIsCountedUnderItsReason() throws SQLException {
    for (int size : BATCHES) {
      TestRun run = run(1, "ALTER TABLE %s ADD CHECK (url <> '/bad')");
      run.batch = size;
      postgres.execute(
          KEEPS_OUT.formatted("NEW.source_offset IN (0, 3)", "INSERT", run.in("dead_letters")));
      assertDeadLettersAtZeroAndThreeAreOnlyCounted(run);
    }
  }

  /** The current row stays, and the copy that should replace it is refused. */
  @Test
  void r13_aCopyThatATriggerDoesNotLetReplaceARowIsDiverted() throws SQLException {
    TestRun run = run(2, KEEPS_OUT.formatted("OLD.url = '/keep'", "UPDATE", "%s"));
    run.write(List.of(accepted(1, 0, "a", "/keep"), accepted(1, 1, "b", "/free")));
    run.write(
        List.of(
            accepted(0, 0, "a", "/new"), accepted(0, 1, "b", "/new"), accepted(0, 2, "c", "/")));
    assertEquals(List.of("e:a|1|0|/keep", "e:b|0|1|/new", "e:c|0|2|/"), rows(run));
    assertEquals(List.of("0|0|refused|{}"), letters(run));
    assertEquals(
        List.of("0|0|3|{\"refused\": 1, \"accepted\": 2}", "1|0|2|{\"accepted\": 2}"),
        run.ledger());
  }

  /**
   * As tables were partitioned before Postgres supported it: the row is kept, but in a child table.
   */
  @Test
  void r13_aRowThatATriggerPutsIntoAChildTableIsKept() throws SQLException {
    TestRun run = new TestRun(postgres, direct, 1);
    postgres.execute(
        """
        CREATE TABLE %2$s (PRIMARY KEY (identity)) INHERITS (%1$s);
        CREATE FUNCTION %3$s() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN INSERT INTO %2$s VALUES (NEW.*); RETURN NULL; END $$;
        CREATE TRIGGER route BEFORE INSERT ON %1$s FOR EACH ROW EXECUTE FUNCTION %3$s();
        """
            .formatted(run.in("processed_events"), run.in("child"), run.in("route")));
    run.write(List.of(accepted(0, 0, "a", "/"), accepted(0, 1, "b", "/")));
    assertEquals(List.of("e:a|0|0|/", "e:b|0|1|/"), rows(run));
    assertEquals(List.of("0|0|2|{\"accepted\": 2}"), run.ledger());
  }

  /** Two identities that a trigger makes equal are copies, and neither is refused. */
  @Test
  void r13_aTriggerThatChangesIdentitiesRefusesNothing() throws SQLException {
    for (int size : BATCHES) {
      TestRun run =
          run(
              1,
              """
              CREATE OR REPLACE FUNCTION public.sluice_fold() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN NEW.identity = lower(NEW.identity); RETURN NEW; END $$;
              CREATE TRIGGER fold BEFORE INSERT ON %s FOR EACH ROW
                EXECUTE FUNCTION public.sluice_fold();
              """);
      run.batch = size;
      run.write(
          List.of(
              accepted(0, 0, "A", "/0"),
              accepted(0, 1, "a", "/1"),
              accepted(0, 2, "B", "/2"),
              accepted(0, 3, "A", "/3")));
      assertEquals(List.of("e:a|0|0|/0", "e:b|0|2|/2"), rows(run), "batches of " + size);
      assertEquals(List.of("0|0|4|{\"accepted\": 4}"), run.ledger(), "batches of " + size);
    }
  }

  @Test
  void r17_aTriggerThatMayKeepRowsOutIsNamedToASinkThatCannotCount() throws SQLException {
    TestRun run =
        run(
            1,
            """
            CREATE OR REPLACE FUNCTION public.sluice_after() RETURNS trigger LANGUAGE plpgsql AS
              $$ BEGIN RETURN NULL; END $$;
            CREATE TRIGGER harmless AFTER INSERT ON %s FOR EACH ROW
              EXECUTE FUNCTION public.sluice_after();
            """);
    DatabaseCheck.refuseSilentTriggers(run.settings);
    postgres.execute(KEEPS_OUT.formatted("false", "INSERT", run.in("late_events")));
    ConfigException refusal =
        assertThrows(ConfigException.class, () -> DatabaseCheck.refuseSilentTriggers(run.settings));
    assertTrue(
        refusal
            .getMessage()
            .startsWith(
                "postgres.schema: "
                    + run.schema
                    + ": the trigger keep_out of the table late_events may keep a row out"),
        refusal.getMessage());
  }

  /** The row is visible but cannot be locked: retrying would never end. */
  @Test
  void r13_aPolicyThatHidesTheLedgersRowFromAnUpdateIsAFailureThatNamesIt() throws SQLException {
    TestRun run = guarded(1, "CREATE POLICY p ON %1$s USING (true)");
    postgres.execute(
        """
        ALTER TABLE %1$s ENABLE ROW LEVEL SECURITY;
        CREATE POLICY s ON %1$s FOR SELECT USING (true);
        CREATE POLICY u ON %1$s FOR UPDATE USING (false);
        """
            .formatted(run.in("ledger")));
    LedgerException failure =
        assertThrows(LedgerException.class, () -> run.write(List.of(accepted(0, 0))));
    assertTrue(failure.getMessage().contains("a policy hides them"), failure.getMessage());
  }

  /** Of many rows, those that are kept out are found by halving, or this would take too long. */
  @Test
  void r13_ofManyRowsOnlyThoseThatATriggerKeepsOutAreDiverted() throws SQLException {
    TestRun run = run(1, KEEPS_OUT.formatted("NEW.source_offset %% 997 = 0", "INSERT", "%s"));
    run.batch = 5_000;
    run.write(TestRun.range(0, 0, 5_000));
    assertEquals(
        List.of("0", "997", "1994", "2991", "3988", "4985"),
        postgres.query(
            "SELECT source_offset FROM "
                + run.in("dead_letters")
                + " WHERE reason = 'refused' ORDER BY 1"));
    assertEquals(List.of("0|0|5000|{\"refused\": 6, \"accepted\": 4994}"), run.ledger());
  }

  @Test
  void r13_aTriggerThatIsMadeLaterIsSeenByTheBatchesOfTheNextMoment() throws SQLException {
    TestRun run = new TestRun(postgres, direct, 1);
    AtomicLong now = new AtomicLong();
    SinkWriter sink =
        new PgSinkWriter(run.plan(), run::open, direct, () -> now.addAndGet(GuardLook.HOLDS_NANOS));
    try (LedgerWriter writer =
        LedgerWriter.open(run.plan(), sink, TestRun.saying(OptionalLong.empty()))) {
      writer.add(accepted(0, 0, "a", "/bad"));
      writer.flush();
      postgres.execute(
          KEEPS_OUT.formatted("NEW.url = '/bad'", "INSERT", run.in("processed_events")));
      writer.add(accepted(0, 1, "b", "/bad"));
      writer.flush();
      postgres.execute("ALTER TABLE " + run.in("processed_events") + " DISABLE TRIGGER keep_out");
      writer.add(accepted(0, 2, "c", "/bad"));
      writer.flush();
    }
    assertEquals(List.of("0|1|refused|{}"), letters(run));
    assertEquals(List.of("0|0|3|{\"refused\": 1, \"accepted\": 2}"), run.ledger());
  }
}
