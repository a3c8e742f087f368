// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.fault;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.sluice.lab.server.EmbeddedKafka;

/** Faults of the broker. */
final class BrokerFaults {

  static Outage kill(FaultRun run) {
    run.servers().kafka().kill();
    return gone(run);
  }

  static Outage stop(FaultRun run) {
    run.servers().kafka().stop();
    return gone(run);
  }

  private static Outage gone(FaultRun run) {
    EmbeddedKafka kafka = run.servers().kafka();
    assertFalse(
        ProcessHandle.of(kafka.pid()).map(ProcessHandle::isAlive).orElse(false),
        "the broker is still running");
    return kafka::restart;
  }

  static Outage freeze(FaultRun run) throws Exception {
    return Freeze.of(run.servers().kafka().pid())::close;
  }

  private BrokerFaults() {}
}
