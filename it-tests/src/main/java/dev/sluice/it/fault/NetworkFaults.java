package dev.sluice.it.fault;

/** What happens between the engine and its database. */
final class NetworkFaults {

  private static final int TIMES = 3;
  private static final int SLOW_MILLIS = 20;

  static Outage cut(Ordeal ordeal) {
    DatabaseProxy network = ordeal.network();
    network.cut();
    int before = network.accepted();
    return outage(network, () -> network.accepted() > before);
  }

  static Outage stall(Ordeal ordeal) {
    ordeal.network().stall();
    return ordeal.network()::heal;
  }

  static Outage slow(Ordeal ordeal) {
    ordeal.network().slow(SLOW_MILLIS);
    return ordeal.network()::heal;
  }

  static Outage cutInRows(Ordeal ordeal) {
    DatabaseProxy network = ordeal.network();
    network.cutInRows(TIMES);
    return outage(network, () -> network.outstanding() == 0);
  }

  static Outage loseReplies(Ordeal ordeal) {
    DatabaseProxy network = ordeal.network();
    network.loseReplyToCommit(TIMES);
    return outage(network, () -> network.outstanding() == 0);
  }

  /** Whether the engine has met it. */
  @FunctionalInterface
  private interface Felt {
    boolean now();
  }

  private static Outage outage(DatabaseProxy network, Felt felt) {
    return new Outage() {
      @Override
      public void mend() {
        network.heal();
      }

      @Override
      public boolean isFelt() {
        return felt.now();
      }
    };
  }

  private NetworkFaults() {}
}
