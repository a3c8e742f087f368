package dev.sluice.bench.throughput;

import dev.sluice.lab.input.traffic.TrafficProfile;
import dev.sluice.lab.input.traffic.TrafficShare;

/** What the traffic is made of. */
public enum Mix {
  /** Late, malformed, future and repeated records too. */
  FULL,
  /** None of these, since peers have no place for the first three and may fail at the last. */
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

  /** A sentence for the report. */
  String told() {
    return this == FULL
        ? "The traffic has late, malformed, future and repeated records, as it is by default."
        : "Since peers take part, no record is late, malformed, from the future or repeated:"
            + " they have no place for the first three, and may fail at the last. All contestants"
            + " get this input.";
  }
}
