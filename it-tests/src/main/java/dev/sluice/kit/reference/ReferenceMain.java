package dev.sluice.kit.reference;

import dev.sluice.engine.life.EngineMain;

/**
 * The reference engine's child process: what an engine in Java needs at the least. It is here to be
 * read by authors, and to be held to the contract beside the three that it is not.
 */
public final class ReferenceMain {

  /** As in {@code engine.json}. */
  public static final String NAME = "reference";

  /** As in {@code engine.json}. */
  public static final String VERSION = "0.1.0";

  /**
   * Starts the process. All that a process owes, from the configuration file to the exit code, is
   * done by {@link EngineMain}; what is left is the pipeline.
   *
   * @param args one configuration file
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
