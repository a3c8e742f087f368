package dev.sluice.engine.ledger;

/** The ledger could not be written; nothing of the batch was committed, and nothing is lost. */
public class LedgerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public LedgerException(String message, Throwable cause) {
    super(message, cause);
  }
}
