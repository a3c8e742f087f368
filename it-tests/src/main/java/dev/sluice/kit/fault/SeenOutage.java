// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.fault;

/**
 * An outage for which it is visible from outside whether the engine has noticed it.
 *
 * @param mending ends the fault
 * @param felt whether the engine has noticed it
 */
record SeenOutage(Mending mending, Felt felt) implements Outage {

  /** Ends a fault. */
  @FunctionalInterface
  interface Mending {
    void end() throws Exception;
  }

  /** Checks whether the engine has noticed a fault. */
  @FunctionalInterface
  interface Felt {
    boolean now() throws Exception;
  }

  @Override
  public void mend() throws Exception {
    mending.end();
  }

  @Override
  public boolean isFelt() throws Exception {
    return felt.now();
  }
}
