package dev.sluice.kit.saboteur;

import dev.sluice.engine.start.RunPlan;
import dev.sluice.kit.reference.ConsumerLoop;
import java.nio.file.Path;
import java.util.function.Function;

/** One thing done wrong; all else is as the reference engine does it. */
interface Fault {

  /**
   * What is done before the engine is started.
   *
   * @param config the configuration's file, which may be changed
   */
  default void beforeStart(Path config) throws Exception {}

  /** The loop that the engine runs. */
  default ConsumerLoop loop(RunPlan plan) {
    return new ConsumerLoop(plan);
  }

  /** A step of the loop that goes wrong. */
  static Fault inLoop(Function<RunPlan, ConsumerLoop> loop) {
    return new Fault() {
      @Override
      public ConsumerLoop loop(RunPlan plan) {
        return loop.apply(plan);
      }
    };
  }

  /** What is done with a configuration's file. */
  @FunctionalInterface
  interface Preparation {
    void with(Path config) throws Exception;
  }

  /** A wrong beginning. */
  static Fault atStart(Preparation preparation) {
    return new Fault() {
      @Override
      public void beforeStart(Path config) throws Exception {
        preparation.with(config);
      }
    };
  }

  /** Nothing done wrong. */
  static Fault none() {
    return new Fault() {};
  }
}
