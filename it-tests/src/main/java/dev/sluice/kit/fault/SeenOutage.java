package dev.sluice.kit.fault;

/**
 * An outage of which it can be seen from outside whether the engine has met it.
 *
 * @param mending ends the fault
 * @param felt whether the engine has met it
 */
record SeenOutage(Mending mending, Felt felt) implements Outage {

  /** Ends a fault. */
  @FunctionalInterface
  interface Mending {
    void end() throws Exception;
  }

  /** Looks whether the engine has met a fault. */
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
