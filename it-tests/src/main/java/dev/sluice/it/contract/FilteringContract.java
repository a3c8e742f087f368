package dev.sluice.it.contract;

import dev.sluice.it.stage.Launch;
import dev.sluice.it.stage.Stage;
import dev.sluice.it.stage.Vectors;
import dev.sluice.lab.engine.EngineCatalog;
import java.sql.Connection;
import org.junit.jupiter.api.Test;

/** Every record has the outcome that the contract gives it (R1, R3). */
public abstract class FilteringContract extends EngineTest {

  /** The vectors say by hand what each record becomes; the oracle is not asked. */
  @Test
  void r3_everyVectorHasItsOutcome() throws Exception {
    Vectors vectors = Vectors.read(EngineCatalog.home().resolve("docs/contract/vectors.jsonl"));
    Stage.Scene scene = scenes().vectors("vectors", vectors);
    Launch launch = drainAndCompare(scene);
    try (Connection connection = stage().connect()) {
      new VectorCheck(connection, launch.schema(), scene.topic()).check(vectors);
    }
  }
}
