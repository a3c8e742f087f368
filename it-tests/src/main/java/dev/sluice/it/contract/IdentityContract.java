package dev.sluice.it.contract;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.it.stage.Scenes;
import dev.sluice.it.stage.Stage;
import dev.sluice.lab.oracle.OracleTables;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One row for each identity, and the same one in whatever order the copies came (R2, R7). */
public abstract class IdentityContract extends EngineTest {

  @Test
  void r2_recordsWithoutEventIdAreKeptByTheirPosition() throws Exception {
    Stage.Scene scene = scenes().withoutEventIds();
    List<OracleTables.ProcessedRow> rows = scene.oracle().processed();
    assertTrue(rows.size() > Scenes.EVENTS / 10, () -> "only " + rows.size() + " rows");
    assertTrue(rows.stream().allMatch(row -> row.identity().startsWith("p:")));
    drainAndCompare(scene);
  }
}
