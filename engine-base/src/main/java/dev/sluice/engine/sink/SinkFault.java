// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.sink;

/**
 * Reports that a sink could not be read or written. What an interrupted commit did is known only
 * from the ledger.
 */
public final class SinkFault extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean isTransient;

  private SinkFault(String message, boolean isTransient, Throwable cause) {
    super(message, cause);
    this.isTransient = isTransient;
  }

  /**
   * A fault after which the same may succeed later, or on another connection.
   *
   * @param message one line, without any row's values
   */
  public static SinkFault passing(String message, Throwable cause) {
    return new SinkFault(message, true, cause);
  }

  /**
   * A fault that a repetition does not fix.
   *
   * @param message one line, without any row's values; ends in what to do about it
   */
  public static SinkFault lasting(String message, Throwable cause) {
    return new SinkFault(message, false, cause);
  }

  /** Whether the same may succeed later. */
  public boolean isTransient() {
    return isTransient;
  }
}
