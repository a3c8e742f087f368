// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.kit.testbed.Events;
import dev.sluice.kit.testbed.GuardedRole;
import dev.sluice.kit.testbed.Launch;
import dev.sluice.kit.testbed.Schemas.LedgerLine;
import dev.sluice.lab.engine.Capability;
import dev.sluice.sink.postgres.Schema;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * A row that the user's own constraint, trigger or policy refuses is diverted, and no other row
 * (R13).
 */
public abstract class RefusedContract extends HandMadeTest {

  private static final String CONSTRAINT = "no_blogs";
  private static final String TRIGGER =
      """
      CREATE FUNCTION %1$s.keep_out() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN IF NEW.host = 'blog.example' THEN RETURN NULL; END IF; RETURN NEW; END $$;
      CREATE TRIGGER no_blogs BEFORE INSERT ON %1$s.processed_events FOR EACH ROW
        EXECUTE FUNCTION %1$s.keep_out();
      """;
  private static final String BLOG = Events.of("blog", "blog.example");
  private static final String SECOND_BLOG = Events.of("second_blog", "blog.example");

  @Requires({Capability.REFUSED, Capability.LEDGER})
  @Test
  void r13_aRowThatAConstraintRefusesIsADeadLetterAndItsNeighboursLand() throws Exception {
    Launch launch = withBlogsRefused();
    drain(launch);
    assertBlogsRefused(launch);
  }

  private void assertBlogsRefused(Launch launch) throws SQLException {
    assertEquals(List.of("0 7 refused " + BLOG, "0 20 refused " + SECOND_BLOG), refused(launch));
    assertEquals(
        List.of("33 e:good0 e:last13"),
        select(
            launch,
            "SELECT count(*), min(identity COLLATE \"C\"),"
                + " (SELECT identity FROM %s.processed_events ORDER BY source_offset DESC LIMIT 1)"
                + " FROM %s.processed_events"));
    assertEquals(
        Map.of(0, new LedgerLine(0, 35, Map.of("accepted", 33L, "refused", 2L))), ledger(launch));
  }

  /**
   * One refused row has a valid copy right after it, and one has it right before, in the same
   * transaction.
   */
  @Requires({Capability.REFUSED, Capability.LEDGER})
  @Test
  void r13_ofTenThousandRowsTheRefusedOneAloneIsDivertedThoughItHasAGoodCopy() throws Exception {
    String topic = topics().create("one_in_ten_thousand", 1);
    String badFirst = Events.of("twin", "blog.example");
    String badSecond = Events.of("second_twin", "blog.example");
    topics().send(topic, 0, Events.good("a", 7_000));
    topics().send(topic, 0, badFirst, Events.good("twin"));
    topics().send(topic, 0, Events.good("b", 9_998));
    topics().send(topic, 0, Events.good("second_twin"), badSecond);
    topics().send(topic, 0, Events.good("c", 2_998));
    Launch launch = launchOf(topic);
    refuseBlogs(launch);
    drain(launch);
    assertEquals(
        List.of("0 7000 refused " + badFirst, "0 17001 refused " + badSecond), refused(launch));
    assertEquals(List.of("19998"), select(launch, "SELECT count(*) FROM %s.processed_events"));
    assertEquals(
        List.of("0 7001 e:twin", "0 17000 e:second_twin"),
        select(
            launch,
            "SELECT source_partition, source_offset, identity FROM %s.processed_events"
                + " WHERE identity LIKE '%twin' ORDER BY 2"));
    assertEquals(
        Map.of(0, new LedgerLine(0, 20_000, Map.of("accepted", 19_998L, "refused", 2L))),
        ledger(launch));
  }

  /**
   * The database neither reports nor counts such a row; only the table shows that it is missing.
   */
  @Requires({Capability.REFUSED, Capability.LEDGER})
  @Test
  void r13_aRowThatATriggerKeepsOutWithoutAnErrorIsADeadLetter() throws Exception {
    Launch launch = blogs();
    execute(launch, TRIGGER);
    drain(launch);
    assertBlogsRefused(launch);
  }

  @Requires({Capability.REFUSED, Capability.LEDGER})
  @Test
  void r13_aRowThatAPolicyRefusesIsADeadLetter() throws Exception {
    try (GuardedRole role = GuardedRole.create(testBed())) {
      Launch launch = blogs();
      execute(
          launch,
          """
          ALTER TABLE %1$s.processed_events ENABLE ROW LEVEL SECURITY;
          CREATE POLICY no_blogs ON %1$s.processed_events USING (host <> 'blog.example');
          """);
      Launch guarded = role.launch(launch);
      drain(guarded);
      assertBlogsRefused(guarded);
    }
  }

  @ProvesDecline(Capability.REFUSED)
  @Test
  void r17_aTriggerThatMayKeepRowsOutUnseenIsRefusedAtTheStart() throws Exception {
    Launch launch = blogs();
    execute(launch, TRIGGER);
    assertNames(refusal(launch), "postgres.schema", CONSTRAINT);
  }

  @ProvesDecline(Capability.REFUSED)
  @Test
  void r17_aRefusedRowFailsTheRunWhichSaysSo() throws Exception {
    Launch launch = withBlogsRefused();
    assertNames(failure(launch, 1), CONSTRAINT);
    assertEquals(List.of(), select(launch, "SELECT * FROM %s.dead_letters"));
    assertEquals(
        List.of(), select(launch, "SELECT * FROM %s.processed_events WHERE host = 'blog.example'"));
  }

  /** The dead letters, as partition, offset, reason and value. */
  private List<String> refused(Launch launch) throws SQLException {
    return select(
        launch,
        "SELECT source_partition, source_offset, reason, convert_from(raw, 'UTF8')"
            + " FROM %s.dead_letters ORDER BY 1, 2");
  }

  private Launch withBlogsRefused() throws Exception {
    Launch launch = blogs();
    refuseBlogs(launch);
    return launch;
  }

  /** 35 records, two of which, at offsets 7 and 20, the user's own tables refuse. */
  private Launch blogs() throws Exception {
    String topic = topics().create("refused", 1);
    topics().send(topic, 0, Events.good("good", 7));
    topics().send(topic, 0, BLOG);
    topics().send(topic, 0, Events.good("more", 12));
    topics().send(topic, 0, SECOND_BLOG);
    topics().send(topic, 0, Events.good("last", 14));
    return launchOf(topic);
  }

  private void refuseBlogs(Launch launch) throws SQLException {
    execute(
        launch,
        "ALTER TABLE %1$s.processed_events ADD CONSTRAINT "
            + CONSTRAINT
            + " CHECK (host <> 'blog.example')");
  }

  /**
   * Creates the tables of a run that has not started, and executes SQL whose parameter is their
   * schema.
   */
  private void execute(Launch launch, String sql) throws SQLException {
    try (Connection connection = testBed().connect();
        Statement statement = connection.createStatement()) {
      Schema.create(connection, launch.schema());
      statement.execute(sql.formatted(launch.schema()));
    }
  }
}
