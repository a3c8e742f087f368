package dev.sluice.lab.input;

/** The topic does not hold the input. */
public final class TopicLoadException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  TopicLoadException(String message, Throwable cause) {
    super(message, cause);
  }
}
