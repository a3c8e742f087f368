package dev.sluice.kit.fault;

/** What happens between the engine and its database. */
final class NetworkFaults {

  private static final int TIMES = 3;
  private static final int SLOW_MILLIS = 20;

  static Outage cut(Ordeal ordeal) {
    DatabaseProxy network = ordeal.network();
    network.cut();
    int before = network.accepted();
    return new SeenOutage(network::heal, () -> network.accepted() > before);
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
    return new SeenOutage(network::heal, () -> network.outstanding() == 0);
  }

  static Outage loseReplies(Ordeal ordeal) {
    DatabaseProxy network = ordeal.network();
    network.loseReplyToCommit(TIMES);
    return new SeenOutage(network::heal, () -> network.outstanding() == 0);
  }

  private NetworkFaults() {}
}
