package dev.sluice.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.ledger.Counts;
import dev.sluice.engine.ledger.Ledger;
import dev.sluice.engine.ledger.LedgerRow;
import dev.sluice.lab.run.EngineSetup;
import java.sql.Connection;
import java.util.Set;
import java.util.SortedMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What Flink's own JDBC sink keeps of the contract: rows, without ledger and counts. */
class FlinkJdbcIT {

  private static final String MODE = "flink-jdbc";

  @Nested
  class Equality extends EqualityContract {
    Equality() {
      super(MODE);
    }
  }

  /** What the mode declines, it does not half do. */
  @Nested
  class Declined extends EngineTest {
    Declined() {
      super(MODE);
    }

    @Test
    void r17_withoutALedgerItsRowsNeverMoveAndCountNothing(Stage stage) throws Exception {
      assertTrue(stage.engine(MODE).mode().whyNot("ledger").isPresent());
      Stage.Scene scene = Scenes.onePartition(stage);
      EngineSetup setup = drainAndCompare(stage, scene);
      try (Connection connection = stage.connect()) {
        SortedMap<Integer, LedgerRow> rows =
            Ledger.rows(connection, setup.config().postgres().schema(), scene.topic());
        assertEquals(Set.of(0), rows.keySet());
        assertEquals(new LedgerRow(0, 0, 0, Counts.NONE), rows.get(0));
      }
    }
  }

  @Nested
  class Lifecycle extends LifecycleContract {
    Lifecycle() {
      super(MODE);
    }
  }
}
