package dev.sluice.lab.engine;

/** There is nobody to ask for a savepoint, or none came of it. */
public final class SavepointFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SavepointFailure(String message) {
    super(message);
  }

  SavepointFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
