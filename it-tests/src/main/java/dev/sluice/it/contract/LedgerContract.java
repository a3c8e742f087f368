package dev.sluice.it.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.engine.ledger.Counts;
import dev.sluice.engine.ledger.Ledger;
import dev.sluice.engine.ledger.LedgerRow;
import dev.sluice.it.stage.Launch;
import dev.sluice.lab.engine.Capability;
import java.sql.Connection;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What was done is known exactly, at any moment, to whoever reads the tables (R9). */
public abstract class LedgerContract extends EngineTest {

  @ProvesNo(Capability.LEDGER)
  @Test
  void r17_withoutALedgerItsRowsNeverMoveAndCountNothing() throws Exception {
    Launch launch = drained(scenes().onePartition());
    try (Connection connection = stage().connect()) {
      assertEquals(
          Map.of(0, new LedgerRow(0, 0, 0, Counts.NONE)),
          Ledger.rows(connection, launch.schema(), launch.topic()));
    }
  }
}
