package dev.sluice.engine.life;

import dev.sluice.engine.start.RunPlan;

/** The shared side of one run, as the adapter sees it. Safe for use by many threads. */
public interface EngineRun {

  /** What to do, in numbers. */
  RunPlan plan();

  /** Says, once, that the engine is up and begins to consume. */
  void running();

  /**
   * Has the run end as one that was asked to stop: for an engine that somebody asked through an
   * interface of its own. Does nothing where a stop was requested already.
   *
   * @param why who asked, for the log
   */
  void requestStop(String why);

  /** Whether somebody asked for a stop in good order. */
  boolean isStopRequested();

  /**
   * Has the action run when a stop is requested; at once if it was already. The action runs on
   * another thread and must not block for long.
   */
  void onStop(Runnable action);
}
