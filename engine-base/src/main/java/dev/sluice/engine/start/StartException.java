package dev.sluice.engine.start;

/** A run could not begin, though its configuration may be right: exit code 1. */
public final class StartException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  StartException(String message, Throwable cause) {
    super(message, cause);
  }
}
