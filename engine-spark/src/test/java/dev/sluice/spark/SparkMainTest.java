// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.life.EngineRun;
import dev.sluice.engine.plan.RunPlan;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SparkMainTest {

  /** A query would need a broker, and there is none. */
  @Test
  void r16_aDrainWithNothingToReadEndsWithoutAQuery() {
    FinishedRun run = new FinishedRun(TestPlans.drain(Map.of(0, 8L, 1, 9L), Map.of(0, 8L, 1, 8L)));

    assertTimeoutPreemptively(Duration.ofSeconds(20), () -> new SparkMain().run(run));

    assertEquals(1, run.timesRunning);
  }

  @Test
  void aMasterThatWouldHaveNothingToDoIsRefused() {
    SparkMain main = new SparkMain();
    main.checkMaster("local[4]");
    String refusal =
        assertThrows(ConfigException.class, () -> main.checkMaster("spark://m:7077")).getMessage();
    assertEquals(
        "spark.master: spark://m:7077: this main runs all of Spark in one process; submit with"
            + " --class dev.sluice.spark.SparkClusterMain",
        refusal);
  }

  /** A run without a stop request. */
  private static final class FinishedRun implements EngineRun {

    private final RunPlan plan;
    int timesRunning;

    FinishedRun(RunPlan plan) {
      this.plan = plan;
    }

    @Override
    public RunPlan plan() {
      return plan;
    }

    @Override
    public void running() {
      timesRunning++;
    }

    @Override
    public void requestStop(String why) {
      throw new AssertionError("a stop was requested: " + why);
    }

    @Override
    public boolean isStopRequested() {
      return false;
    }

    @Override
    public void onStop(Runnable action) {}
  }
}
