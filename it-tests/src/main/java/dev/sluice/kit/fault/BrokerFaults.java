// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.fault;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.sluice.lab.server.EmbeddedKafka;
import java.io.IOException;

/** Faults of a broker that the kit has started; each returns when it is in effect. */
public final class BrokerFaults {

  /** Kills the broker; it starts again when the fault is mended. */
  public static Outage kill(EmbeddedKafka kafka) {
    kafka.kill();
    return gone(kafka);
  }

  /** Stops the broker in an orderly way; it starts again when the fault is mended. */
  public static Outage stop(EmbeddedKafka kafka) {
    kafka.stop();
    return gone(kafka);
  }

  private static Outage gone(EmbeddedKafka kafka) {
    assertFalse(
        ProcessHandle.of(kafka.pid()).map(ProcessHandle::isAlive).orElse(false),
        "the broker is still running");
    return kafka::restart;
  }

  /** Freezes the broker. */
  public static Outage freeze(EmbeddedKafka kafka) throws IOException {
    return Freeze.of(kafka.pid())::close;
  }

  private BrokerFaults() {}
}
