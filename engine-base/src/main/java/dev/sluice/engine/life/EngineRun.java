// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.life;

import dev.sluice.engine.plan.RunPlan;

/** An adapter's view of one run. Thread-safe. */
public interface EngineRun {

  /** The plan of the run, in offsets. */
  RunPlan plan();

  /** Reports that the engine is up and starts to consume; further calls do nothing. */
  void running();

  /**
   * Requests a graceful stop: for an engine that received the request through its own interface.
   * Does nothing if a stop was requested already.
   *
   * @param why what requested the stop, for the log
   */
  void requestStop(String why);

  /** Whether a graceful stop was requested. */
  boolean isStopRequested();

  /**
   * Runs the action when a stop is requested, or at once if it was already. The action runs on
   * another thread and must not block for long.
   */
  void onStop(Runnable action);
}
