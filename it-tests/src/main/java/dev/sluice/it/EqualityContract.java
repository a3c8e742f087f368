package dev.sluice.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sluice.lab.compare.Coverage;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.input.InputOptions;
import dev.sluice.lab.input.Inputs;
import dev.sluice.lab.oracle.OracleTables;
import dev.sluice.lab.run.DecisionSource;
import dev.sluice.lab.run.EngineSetup;
import dev.sluice.model.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever the input, the tables are the oracle's; and since that holds for each engine, they are
 * each other's (R11, R12).
 */
public abstract class EqualityContract extends EngineTest {

  protected EqualityContract(String mode) {
    super(mode);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3})
  void r11_defaultTrafficLeavesTheOraclesTables(long seed, Stage stage) throws Exception {
    Stage.Scene scene = Scenes.traffic(stage, seed);
    assertNotVacuous(scene);
    drainAndCompare(stage, scene);
  }

  @Test
  void r12_onePartitionLeavesTheOraclesTables(Stage stage) throws Exception {
    Stage.Scene scene = Scenes.onePartition(stage);
    assertNotVacuous(scene);
    drainAndCompare(stage, scene);
  }

  @Test
  void r12_eightPartitionsLeaveTheOraclesTables(Stage stage) throws Exception {
    Stage.Scene scene = Scenes.eightPartitions(stage);
    assertNotVacuous(scene);
    drainAndCompare(stage, scene);
  }

  @Test
  void r2_recordsWithoutEventIdAreKeptByTheirPosition(Stage stage) throws Exception {
    Stage.Scene scene = Scenes.withoutEventIds(stage);
    List<OracleTables.ProcessedRow> rows = scene.oracle().processed();
    assertTrue(rows.size() > Scenes.EVENTS / 10, () -> "only " + rows.size() + " rows");
    assertTrue(rows.stream().allMatch(row -> row.identity().startsWith("p:")));
    drainAndCompare(stage, scene);
  }

  @Test
  void r13_malformedRecordsAloneNeverStopIt(Stage stage) throws Exception {
    Stage.Scene scene = Scenes.malformedOnly(stage);
    assertEquals(0, scene.oracle().counts().accepted());
    assertTrue(scene.oracle().deadLetters().size() > 1_000, "hardly any dead letters");
    drainAndCompare(stage, scene);
  }

  @Test
  void r16_anEmptyTopicDrainsAtOnce(Stage stage) throws Exception {
    Stage.Scene scene = Scenes.empty(stage);
    assertEquals(0, scene.oracle().counts().seen());
    drainAndCompare(stage, scene);
  }

  /** Transaction markers and aborted records lie at the end, where no record ever comes. */
  @Test
  void r16_aTopicThatEndsInMarkersDrainsToTheCommittedRecords(Stage stage) throws Exception {
    Stage.Scene scene = Scenes.transactions(stage);
    assertEquals(800, scene.oracle().counts().accepted(), "committed copies in both partitions");
    assertEquals(400, scene.oracle().counts().rows());
    drainAndCompare(stage, scene);
  }

  /** The vectors say by hand what each record becomes; the oracle is not asked. */
  @Test
  void r3_everyVectorHasItsOutcome(Stage stage) throws Exception {
    Vectors vectors = Vectors.read(EngineCatalog.home().resolve("docs/contract/vectors.jsonl"));
    Stage.Scene scene = Scenes.vectors(stage, vectors);
    EngineSetup setup = drainAndCompare(stage, scene);
    try (Connection connection = stage.connect()) {
      new VectorCheck(connection, setup.config().postgres().schema(), scene.topic()).check(vectors);
    }
  }

  /** Facts of the file, from its README: line 8899 alone does not parse. */
  @Test
  void realAccessLogLeavesTheOraclesTables(Stage stage) throws Exception {
    Path log = shared().resolve("data").resolve("semicomplete-access.log");
    assumeTrue(Files.exists(log), () -> "the real access log is not at " + log);
    var input = Inputs.open(InputOptions.from(log.toString()));
    Stage.Scene scene =
        Scenes.input(
            stage,
            "access_log",
            input,
            DecisionSource.defaults().tracking(Set.of("semicomplete-access")));
    assertEquals(10_000, scene.oracle().counts().seen());
    assertEquals(1, scene.oracle().counts().malformed());
    EngineSetup setup = drainAndCompare(stage, scene);
    try (Connection connection = stage.connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT reason, convert_from(raw, 'UTF8') FROM "
                    + setup.config().postgres().schema()
                    + ".dead_letters")) {
      assertTrue(row.next());
      assertEquals("not_json", row.getString(1));
      assertEquals(Files.readAllLines(log).get(8_898), row.getString(2));
      assertTrue(!row.next(), "more than one dead letter");
    }
  }

  private static Path shared() {
    String given = System.getProperty("sluice.shared");
    return given != null ? Path.of(given) : EngineCatalog.home().resolve("../shared").normalize();
  }

  private static void assertNotVacuous(Stage.Scene scene) {
    Coverage coverage = Coverage.of(scene.oracle().counts(), scene.source().rules());
    assertTrue(coverage.isComplete(), () -> "did not occur: " + coverage);
    Set<String> reasons = new TreeSet<>(scene.oracle().counts().malformedByReason().keySet());
    for (Reason reason : Reason.values()) {
      assertTrue(reasons.contains(reason.code()), () -> "no record is " + reason.code());
    }
  }
}
