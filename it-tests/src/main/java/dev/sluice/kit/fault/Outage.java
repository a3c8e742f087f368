package dev.sluice.kit.fault;

/** A fault that has struck. */
public interface Outage {

  /** Ends the fault: what was broken works again when this returns. */
  void mend() throws Exception;

  /** Whether the engine has met it, as far as that can be seen from outside. */
  default boolean isFelt() throws Exception {
    return true;
  }
}
