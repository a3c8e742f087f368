// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.saboteur;

import dev.sluice.engine.plan.RunPlan;
import dev.sluice.kit.reference.ConsumerLoop;
import java.nio.file.Path;
import java.util.function.Function;

/** A planted fault; everything else works as in the reference engine. */
interface Sabotage {

  /**
   * Runs before the engine starts.
   *
   * @param config the configuration file, which may be changed
   */
  default void beforeStart(Path config) throws Exception {}

  /** Creates the loop that the engine runs. */
  default ConsumerLoop loop(RunPlan plan) {
    return new ConsumerLoop(plan);
  }

  /** A fault in a step of the loop. */
  static Sabotage inLoop(Function<RunPlan, ConsumerLoop> loop) {
    return new Sabotage() {
      @Override
      public ConsumerLoop loop(RunPlan plan) {
        return loop.apply(plan);
      }
    };
  }

  /** A change of the configuration file or of the tables before the start. */
  @FunctionalInterface
  interface Preparation {
    void with(Path config) throws Exception;
  }

  /** A fault before the start. */
  static Sabotage atStart(Preparation preparation) {
    return new Sabotage() {
      @Override
      public void beforeStart(Path config) throws Exception {
        preparation.with(config);
      }
    };
  }

  /** No fault in the code. */
  static Sabotage none() {
    return new Sabotage() {};
  }
}
