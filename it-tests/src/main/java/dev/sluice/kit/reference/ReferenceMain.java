// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.reference;

import dev.sluice.engine.life.EngineMain;

/**
 * The main class of the reference engine: the minimum that an engine in Java needs. It is an
 * example for authors of engines, and the kit tests it like the other engines.
 */
public final class ReferenceMain {

  /** As in {@code engine.json}. */
  public static final String NAME = "reference";

  /** As in {@code engine.json}. */
  public static final String VERSION = "0.1.0";

  /**
   * Starts the process. {@link EngineMain} does everything that a process must do, from the
   * configuration file to the exit code, except for the pipeline.
   *
   * @param args the path of the configuration file
   */
  public static void main(String[] args) {
    EngineMain.run(
        NAME,
        VERSION,
        run -> {
          try (ConsumerLoop loop = new ConsumerLoop(run.plan())) {
            loop.run(run);
          }
        },
        args);
  }

  private ReferenceMain() {}
}
