// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.metrics;

/** The health of a process, as it is when asked. Thread-safe. */
public interface Health {

  /** Whether nothing has failed. */
  boolean isLive();

  /** Whether the engine runs, and is not about to end. */
  boolean isReady();
}
