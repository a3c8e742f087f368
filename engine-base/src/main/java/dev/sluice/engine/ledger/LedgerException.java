// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.ledger;

/**
 * Reports that the ledger could not be written. Nothing is lost: records that are not in the ledger
 * are read again. Whether the last of several tries was committed is known only from the ledger.
 */
public class LedgerException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public LedgerException(String message, Throwable cause) {
    super(message, cause);
  }
}
