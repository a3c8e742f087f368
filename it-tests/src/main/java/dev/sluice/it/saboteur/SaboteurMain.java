package dev.sluice.it.saboteur;

import dev.sluice.engine.life.EngineMain;
import dev.sluice.it.reference.ConsumerLoop;
import dev.sluice.it.reference.ReferenceMain;
import java.nio.file.Files;
import java.nio.file.Path;

/** A saboteur's child process: the reference engine with one fault. */
public final class SaboteurMain {

  /** The system property that says which saboteur it is. */
  static final String WHICH = "sluice.saboteur";

  /**
   * Starts the process.
   *
   * @param args one configuration file
   */
  public static void main(String[] args) throws Exception {
    Fault fault = Saboteur.of(System.getProperty(WHICH)).fault();
    Path config = Path.of(args.length == 1 ? args[0] : "");
    if (Files.isRegularFile(config)) {
      fault.beforeStart(config);
    }
    EngineMain.run(
        ReferenceMain.NAME,
        ReferenceMain.VERSION,
        run -> {
          try (ConsumerLoop loop = fault.loop(run.plan())) {
            loop.run(run);
          }
        },
        args);
  }

  private SaboteurMain() {}
}
