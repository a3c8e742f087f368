// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.sink;

/** What a type of sink may decline (R17). */
public enum SinkCapability {
  /** The partitions of one batch are committed together: all of them, or none. */
  ONE_COMMIT,

  /**
   * A row that the sink does not take becomes a dead letter with the reason {@code refused}, and no
   * other row is affected (R13).
   */
  REFUSAL,

  /**
   * The sink itself keeps of an identity only the row at the lowest position (R7); otherwise its
   * readers do.
   */
  REPLACEMENT
}
