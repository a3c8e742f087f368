// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.sluice.kit.testbed.GuardedRole;
import dev.sluice.kit.testbed.Launch;
import dev.sluice.kit.testbed.Schemas;
import dev.sluice.kit.testbed.Tables;
import dev.sluice.lab.engine.Capability;
import dev.sluice.lab.engine.EngineChild;
import dev.sluice.lab.engine.EngineExit;
import dev.sluice.sink.postgres.Schema;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Bad configuration ends an engine at its start, with one line that names key and value (R13). */
public abstract class ConfigurationContract extends HandMadeTest {

  private static final Map<String, Object> ROBOTS =
      Map.of("contains", Map.of("field", "user_agent", "words", List.of("bot")));

  /**
   * Ignores the case of a letter beyond ASCII, whose other case depends on the version of Unicode
   * (R3).
   */
  private static final Map<String, Object> CAFE =
      Map.of("matches", Map.of("field", "url", "regex", "(?i)café"));

  /** A key, an invalid value for it, and the text that the reason must show. */
  static Stream<Arguments> wrong() {
    return Stream.of(
        Arguments.of("paralelism", 2, "paralelism"),
        Arguments.of("parallelism", "many", "many"),
        Arguments.of("batch.records", 0, "0"),
        Arguments.of("allowed.lateness.micros", -1, "-1"),
        Arguments.of("drain", "perhaps", "perhaps"),
        Arguments.of("postgres.schema", "pg_mine", "pg_mine"),
        Arguments.of("postgres.url", "mysql://db/analytics", "jdbc:postgresql:"),
        Arguments.of("kafka.topic", "a topic", "a topic"),
        Arguments.of(
            "kafka.properties", Map.of("auto.offset.reset", "latest"), "auto.offset.reset"),
        Arguments.of(
            "kafka.properties", Map.of("isolation.level", "read_uncommitted"), "isolation.level"),
        Arguments.of("rules", rules("loud", Map.of("sounds_like", "bot")), "sounds_like"),
        Arguments.of("rules", rules("twice", ROBOTS, "twice", ROBOTS), "twice"),
        Arguments.of("rules", rules("any_case_beyond_ascii", CAFE), "any_case_beyond_ascii"));
  }

  private static Map<String, Object> rules(Object... namesAndConditions) {
    List<Map<String, Object>> rules = new ArrayList<>();
    for (int i = 0; i < namesAndConditions.length; i += 2) {
      rules.add(Map.of("name", namesAndConditions[i], "when", namesAndConditions[i + 1]));
    }
    return Map.of("version", 1, "rules", rules);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("wrong")
  void r13_aWrongKeyOrValueIsRefusedByName(String key, Object value, String shown) {
    assertNames(refusal(launch(byHand()).with(key, value)), key, shown);
  }

  @Test
  void r13_aMissingKeyIsRefusedByName() {
    assertNames(refusal(launch(byHand()).without("state.dir")), "state.dir");
  }

  /** The value is invalid, but it is still a secret. */
  @Test
  void r13_aWrongPasswordIsNotShown() throws Exception {
    long secret = 471_108_150_815L;
    try (EngineChild child = launch(byHand()).with("postgres.password", secret).start()) {
      EngineExit exit = child.awaitEnd(patience());
      assertEquals(2, exit.code());
      assertNames(exit.reason().orElse("nothing"), "postgres.password");
      LifecycleContract.assertShowsNot(Long.toString(secret), child, exit);
    }
  }

  /** Properties that no client accepts, and what the reason must show of each. */
  static Stream<Arguments> wrongProperties() {
    return Stream.of(
        Arguments.of(Map.of("fetch.max.bytes", "50MB"), List.of("fetch.max.bytes", "50MB")),
        Arguments.of(Map.of("fetch.max.wait.ms", "soon"), List.of("fetch.max.wait.ms", "soon")),
        Arguments.of(Map.of("security.protocol", "TLS"), List.of("security.protocol", "TLS")),
        Arguments.of(Map.of("group.protocol", "consumer"), List.of("group.protocol")),
        Arguments.of(Map.of("securty.protocol", "SSL"), List.of("securty.protocol")),
        Arguments.of(Map.of("\uFEFFsecurity.protocol", "SSL"), List.of("security.protocol")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongProperties")
  void r13_aPropertyThatNoKafkaClientTakesIsRefusedBeforeAnythingIsWritten(
      Map<String, String> properties, List<String> shown) throws SQLException {
    Launch launch = launch(byHand()).with("kafka.properties", properties);
    String reason = refusal(launch);
    assertNames(reason, "kafka.properties");
    assertNames(reason, shown.toArray(String[]::new));
    assertNothingIsWritten(launch);
  }

  /** The line lacks its semicolon. An engine without SASL may refuse the protocol instead. */
  @Test
  void r13_aBrokenJaasLineIsRefusedAndNotShown() throws Exception {
    String secret = "471108150815x";
    Launch launch =
        launch(byHand())
            .with(
                "kafka.properties",
                Map.of(
                    "security.protocol",
                    "SASL_PLAINTEXT",
                    "sasl.mechanism",
                    "PLAIN",
                    "sasl.jaas.config",
                    "org.apache.kafka.common.security.plain.PlainLoginModule required"
                        + " username=\"sluice\" password=\""
                        + secret
                        + "\""));
    try (EngineChild child = launch.start()) {
      EngineExit exit = child.awaitEnd(patience());
      assertEquals(2, exit.code());
      assertNames(exit.reason().orElse("nothing"), "kafka.properties");
      LifecycleContract.assertShowsNot(secret, child, exit);
    }
    assertNothingIsWritten(launch);
  }

  private void assertNothingIsWritten(Launch launch) throws SQLException {
    try (Connection connection = testBed().connect()) {
      if (Tables.exist(connection, launch.schema())) {
        assertEquals(
            List.of(), Schemas.rows(connection, "SELECT * FROM " + launch.schema() + ".pipeline"));
      }
    }
  }

  @Test
  void r13_aTopicThatDoesNotExistIsBadConfiguration() {
    assertNames(refusal(launch(byHand()).of("no_such_topic")), "kafka.topic", "no_such_topic");
  }

  @Test
  void r10_tablesThatAreMissingAreNotCreatedUnasked() throws Exception {
    Launch launch =
        launch(byHand()).into(testBed().freshName("missing")).with("postgres.create.tables", false);
    assertNames(refusal(launch), launch.schema());
    try (Connection connection = testBed().connect()) {
      assertFalse(Tables.exist(connection, launch.schema()), "the tables exist");
    }
  }

  /**
   * Otherwise, the run would fail at the first text that the database cannot store, and again after
   * each restart.
   */
  @Test
  void r13_aDatabaseThatCannotKeepEveryTextIsRefusedByItsEncoding() throws Exception {
    GuardedRole.requireSuperuser(testBed());
    String database = testBed().freshName("western");
    try (Connection connection = testBed().connect();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "CREATE DATABASE %s ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0"
              .formatted(database));
      try {
        String url = testBed().servers().jdbcUrl().replaceFirst("(//[^/]*/)[^?]*", "$1" + database);
        assertNames(refusal(launch(byHand()).with("postgres.url", url)), "postgres.url", "LATIN1");
      } finally {
        statement.execute("DROP DATABASE %s WITH (FORCE)".formatted(database));
      }
    }
  }

  @Test
  void r13_aTableThatIsClosedToTheRoleIsRefusedByName() throws Exception {
    try (GuardedRole role = GuardedRole.create(testBed());
        Connection connection = testBed().connect();
        Statement statement = connection.createStatement()) {
      Launch launch = launch(byHand());
      Schema.create(connection, launch.schema());
      Launch guarded = role.launch(launch);
      statement.execute(
          "REVOKE INSERT ON %s.late_events FROM %s".formatted(launch.schema(), role.name()));
      assertNames(refusal(guarded), "postgres.user", role.name(), "late_events");
      statement.execute(
          "GRANT INSERT ON %1$s.late_events TO %2$s; ALTER TABLE %1$s.ledger ENABLE ROW LEVEL SECURITY"
              .formatted(launch.schema(), role.name()));
      assertNames(refusal(guarded), "postgres.user", role.name(), "ledger");
    }
  }

  @ProvesDecline(Capability.CREATE_TABLES)
  @Test
  void r17_beingToldToCreateTablesIsRefused() {
    assertNames(
        refusal(launch(byHand()).with("postgres.create.tables", true)), "postgres.create.tables");
  }
}
