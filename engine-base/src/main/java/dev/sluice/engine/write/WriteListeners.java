// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.write;

import dev.sluice.engine.plan.RunPlan;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The listeners of this process, by the id of the run. Engines open writers in tasks, which they
 * create from serialized plans; what a task finds again there is only what the JVM shares. See
 * docs/decisions/0029.
 */
public final class WriteListeners {

  private static final ConcurrentMap<String, WriteListener> BY_RUN = new ConcurrentHashMap<>();

  /** Ends a registration; further calls do nothing. */
  @FunctionalInterface
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * Makes the writers of a run that are opened from now on in this process call a listener.
   *
   * @throws IllegalStateException if the run has a listener already
   */
  public static Registration register(RunPlan plan, WriteListener listener) {
    Objects.requireNonNull(listener, "listener");
    String run = plan.runId();
    if (BY_RUN.putIfAbsent(run, listener) != null) {
      throw new IllegalStateException("run " + run + " has a listener already");
    }
    return () -> BY_RUN.remove(run, listener);
  }

  /** The listener of a run; {@link WriteListener#NONE} if none is registered. */
  static WriteListener of(RunPlan plan) {
    return BY_RUN.getOrDefault(plan.runId(), WriteListener.NONE);
  }

  private WriteListeners() {}
}
