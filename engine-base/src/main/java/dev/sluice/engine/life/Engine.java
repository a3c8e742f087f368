package dev.sluice.engine.life;

/** What an adapter gives to {@link EngineMain}: the wiring of one engine. */
@FunctionalInterface
public interface Engine {

  /**
   * Runs the pipeline to its end: returns when a drain is done, or soon after a stop was requested;
   * throws what made it fail. All that the adapter opened is closed when this returns or throws.
   */
  void run(EngineRun run) throws Exception;
}
