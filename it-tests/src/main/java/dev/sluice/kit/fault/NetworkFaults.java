// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.fault;

/** Faults of the network between the engine and its database. */
final class NetworkFaults {

  private static final int TIMES = 3;
  private static final int SLOW_MILLIS = 20;

  static Outage cut(FaultRun run) {
    DatabaseProxy network = run.network();
    network.cut();
    int before = network.accepted();
    return new SeenOutage(network::heal, () -> network.accepted() > before);
  }

  static Outage stall(FaultRun run) {
    run.network().stall();
    return run.network()::heal;
  }

  static Outage slow(FaultRun run) {
    run.network().slow(SLOW_MILLIS);
    return run.network()::heal;
  }

  static Outage cutInRows(FaultRun run) {
    DatabaseProxy network = run.network();
    network.cutInRows(TIMES);
    return new SeenOutage(network::heal, () -> network.outstanding() == 0);
  }

  static Outage loseReplies(FaultRun run) {
    DatabaseProxy network = run.network();
    network.loseReplyToCommit(TIMES);
    return new SeenOutage(network::heal, () -> network.outstanding() == 0);
  }

  private NetworkFaults() {}
}
