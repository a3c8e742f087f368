// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.operation;

/** A situation in which an engine is measured. */
enum Exercise {
  /** From the start of its process, with a small backlog waiting. */
  START_UP,
  /** From a kill -9, while events arrive, until it has caught up. */
  RECOVERY,
  /** While no events arrive. */
  IDLE
}
