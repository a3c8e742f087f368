package dev.sluice.it.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.it.stage.Stage;
import org.junit.jupiter.api.Test;

/** Bad input is a row in a table or a number in the ledger, and stops nothing (R3, R6, R8, R13). */
public abstract class MalformedContract extends EngineTest {

  @Test
  void r13_malformedRecordsAloneNeverStopIt() throws Exception {
    Stage.Scene scene = scenes().malformedOnly();
    assertEquals(0, scene.oracle().counts().accepted());
    assertTrue(scene.oracle().deadLetters().size() > 1_000, "hardly any dead letters");
    drainAndCompare(scene);
  }
}
