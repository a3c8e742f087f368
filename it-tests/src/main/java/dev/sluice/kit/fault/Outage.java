// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.fault;

/** A fault that is in effect. */
public interface Outage {

  /** Ends the fault: everything works again when this returns. */
  void mend() throws Exception;

  /** Whether the engine has noticed the fault, as far as this is visible from outside. */
  default boolean isFelt() throws Exception {
    return true;
  }
}
