package dev.sluice.engine.life;

/** The child process of an engine, from its configuration file to its exit code (R14). */
public final class EngineMain {

  /**
   * Runs an engine as this process and exits: 0 done or stopped, 1 failed, 2 bad configuration.
   *
   * @param name the engine's name, as in its descriptor
   * @param version the engine's own version, for the status lines
   * @param args the process's arguments: one configuration file
   */
  public static void run(String name, String version, Engine engine, String... args) {
    throw new UnsupportedOperationException();
  }

  private EngineMain() {}
}
