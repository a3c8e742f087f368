package dev.sluice.engine.ledger;

/** An engine skipped records: what it brings does not join the ledger (R9). */
public final class GapException extends LedgerException {

  private static final long serialVersionUID = 1L;

  public GapException(String message) {
    super("GAP: " + message, null);
  }
}
