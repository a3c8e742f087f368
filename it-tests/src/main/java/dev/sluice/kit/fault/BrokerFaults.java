package dev.sluice.kit.fault;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.sluice.lab.server.EmbeddedKafka;

/** What happens to the broker. */
final class BrokerFaults {

  static Outage kill(Ordeal ordeal) {
    ordeal.servers().kafka().kill();
    return gone(ordeal);
  }

  static Outage stop(Ordeal ordeal) {
    ordeal.servers().kafka().stop();
    return gone(ordeal);
  }

  private static Outage gone(Ordeal ordeal) {
    EmbeddedKafka kafka = ordeal.servers().kafka();
    assertFalse(
        ProcessHandle.of(kafka.pid()).map(ProcessHandle::isAlive).orElse(false),
        "the broker still runs");
    return kafka::restart;
  }

  static Outage freeze(Ordeal ordeal) throws Exception {
    return Freeze.of(ordeal.servers().kafka().pid())::close;
  }

  private BrokerFaults() {}
}
