package dev.sluice.lab.engine;

/** An engine's process did not do what was waited for. */
public final class EngineFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** In what way. */
  public enum How {
    /** It could not be started, or ended without a single status line. */
    NO_HANDSHAKE,
    /** It ended before it was to end. */
    EXIT,
    /** It still runs, but does not get there. */
    HANG
  }

  private final How how;

  public EngineFailure(How how, String message) {
    super(message);
    this.how = how;
  }

  /** In what way it failed. */
  public How how() {
    return how;
  }
}
