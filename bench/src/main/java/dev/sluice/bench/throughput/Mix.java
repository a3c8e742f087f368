// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.throughput;

import dev.sluice.lab.input.traffic.TrafficProfile;
import dev.sluice.lab.input.traffic.TrafficShare;

/** Which kinds of records the traffic contains. */
public enum Mix {
  /** All kinds, with late, malformed, future and repeated records. */
  FULL,
  /** Without these four, since peers have no place for the first three and may fail on the last. */
  EVEN;

  TrafficProfile profile() {
    TrafficProfile full = TrafficProfile.defaults();
    return this == FULL
        ? full
        : full.with(TrafficShare.LATE, 0)
            .with(TrafficShare.MALFORMED, 0)
            .with(TrafficShare.FUTURE, 0)
            .with(TrafficShare.DUPLICATES, 0);
  }

  /** A description for the report. */
  String shown() {
    return this == FULL
        ? "The traffic contains late, malformed, future and repeated records, as it does by default."
        : "Since peers take part, no record is late, malformed, from the future or repeated:"
            + " peers have no place for the first three, and may fail on the last. All contestants"
            + " get this input.";
  }
}
