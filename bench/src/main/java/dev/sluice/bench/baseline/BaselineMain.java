// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.baseline;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.life.Engine;
import dev.sluice.engine.life.EngineMain;
import dev.sluice.engine.life.EngineRun;
import dev.sluice.kit.reference.ConsumerLoop;

/**
 * The baselines' child process: it follows the engine protocol, so it is measured as an engine is.
 */
public final class BaselineMain implements Engine {

  /**
   * Starts the process.
   *
   * @param args one configuration file
   */
  public static void main(String[] args) {
    EngineMain.run("baselines", "0.1.0", new BaselineMain(), args);
  }

  @Override
  public void check(EngineConfig config) {
    if (!config.drain() && !Baseline.of(config.engine()).keepsLedger()) {
      throw new ConfigException("drain", config.engine() + " only drains");
    }
  }

  @Override
  public boolean keepsLedger(EngineConfig config) {
    return Baseline.of(config.engine()).keepsLedger();
  }

  @Override
  public void run(EngineRun run) throws Exception {
    switch (Baseline.of(run.plan().config().engine())) {
      case POLL -> count(new PollLoop(run.plan()), run);
      case DECIDE -> count(new DecideLoop(run.plan()), run);
      case COPY -> CopyBaseline.run(run);
      case NULL -> {
        try (ConsumerLoop loop = new ConsumerLoop(run.plan())) {
          loop.run(run);
        }
      }
      case NULL_X2 -> TwoLoops.runNull(run);
      case PRODUCE -> {
        try (ConsumerLoop loop = new ProduceLoop(run.plan(), 0)) {
          loop.run(run);
        }
      }
      case PRODUCE_X2 -> TwoLoops.run(run, ProduceLoop::new);
    }
  }

  private static void count(CountingLoop loop, EngineRun run) throws Exception {
    try (loop) {
      loop.run(run);
      loop.seen().write(run.plan().config());
    }
  }

  private BaselineMain() {}
}
