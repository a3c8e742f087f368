// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.ledger;

/**
 * Reports that an engine skipped records: what it passes on does not continue from the ledger (R9).
 */
public final class GapException extends LedgerException {

  private static final long serialVersionUID = 1L;

  public GapException(String message) {
    super("GAP: " + message, null);
  }
}
