package dev.sluice.kit.saboteur;

import dev.sluice.engine.start.RunPlan;
import dev.sluice.kit.reference.ConsumerLoop;
import java.nio.file.Path;
import java.util.function.Function;

/** One thing done wrong; all else is as the reference engine does it. */
interface Sabotage {

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
  static Sabotage inLoop(Function<RunPlan, ConsumerLoop> loop) {
    return new Sabotage() {
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
  static Sabotage atStart(Preparation preparation) {
    return new Sabotage() {
      @Override
      public void beforeStart(Path config) throws Exception {
        preparation.with(config);
      }
    };
  }

  /** Nothing done wrong. */
  static Sabotage none() {
    return new Sabotage() {};
  }
}
