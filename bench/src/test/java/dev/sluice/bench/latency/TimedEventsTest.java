// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.decision.Decider;
import dev.sluice.lab.run.DecisionSource;
import dev.sluice.model.LogRecord;
import dev.sluice.model.Outcome;
import dev.sluice.model.Position;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TimedEventsTest {

  private static final long SEED = 7;

  /** 2026-11-23T04:05:06.000789Z. */
  private static final long MICROS = 1_795_406_706_000_789L;

  @Test
  void anEventBearsItsMomentToTheMicrosecondAndAnIdentityOfItsOwn() {
    TimedEvents events = new TimedEvents(SEED);
    Decider decider = Decider.of(DecisionSource.defaults().decision());
    Set<String> identities = new HashSet<>();
    int accepted = 0;
    int many = 3_000;
    for (int i = 0; i < many; i++) {
      byte[] event = events.next(MICROS + i);
      assertTrue(event.length > 300 && event.length < 500, () -> "seed " + SEED + event.length);
      Outcome outcome =
          decider.decide(new LogRecord(new Position(0, i), MICROS / 1_000, event)).outcome();
      if (outcome instanceof Outcome.Accepted row) {
        accepted++;
        identities.add(row.event().eventId());
        assertEquals(MICROS + i, row.event().eventTimeMicros(), "seed " + SEED);
      } else {
        assertInstanceOf(Outcome.Filtered.class, outcome, "seed " + SEED);
      }
    }
    assertEquals(accepted, identities.size(), "seed " + SEED);
    assertTrue(accepted > many / 4 && accepted < many / 2, accepted + ", seed " + SEED);
  }
}
