package dev.sluice.engine.ledger;

/**
 * The ledger could not be written. Nothing is lost: what is not in the ledger is read again from
 * it. Whether the last of several tries got through, only the ledger tells.
 */
public class LedgerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public LedgerException(String message, Throwable cause) {
    super(message, cause);
  }
}
