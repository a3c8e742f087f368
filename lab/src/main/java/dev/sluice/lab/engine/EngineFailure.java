// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.engine;

/** Thrown when an engine's process did not do what was expected. */
public final class EngineFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** The way in which it failed. */
  public enum How {
    /** It could not be started, or ended without a single status line. */
    NO_HANDSHAKE,
    /** It ended too early. */
    EXIT,
    /** It still runs, but timed out. */
    HANG
  }

  private final How how;

  public EngineFailure(How how, String message) {
    super(message);
    this.how = how;
  }

  /** The way in which it failed. */
  public How how() {
    return how;
  }
}
