// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.saboteur;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.life.Engine;
import dev.sluice.engine.life.EngineMain;
import dev.sluice.engine.life.EngineRun;
import dev.sluice.kit.reference.ConsumerLoop;
import dev.sluice.kit.reference.ReferenceMain;
import java.nio.file.Path;

/** The main class of every saboteur: the reference engine with one fault. */
public final class SaboteurMain {

  /** The system property with the name of the saboteur. */
  static final String WHICH = "sluice.saboteur";

  /**
   * Starts the process.
   *
   * @param args the path of the configuration file
   */
  public static void main(String[] args) throws Exception {
    Sabotage fault = Saboteur.of(System.getProperty(WHICH)).fault();
    if (args.length == 1) {
      fault.beforeStart(Path.of(args[0]));
    }
    EngineMain.run(
        ReferenceMain.NAME,
        ReferenceMain.VERSION,
        new Engine() {
          @Override
          public void run(EngineRun run) {
            try (ConsumerLoop loop = fault.loop(run.plan())) {
              loop.run(run);
            }
          }

          /**
           * Turns off the check of the ledger after a drain, which engines in other languages do
           * not have either.
           */
          @Override
          public boolean keepsLedger(EngineConfig config) {
            return false;
          }
        },
        args);
  }

  private SaboteurMain() {}
}
