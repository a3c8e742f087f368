// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.sluice.engine.ledger.Counts;
import dev.sluice.engine.ledger.LedgerRow;
import java.time.Duration;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Rates and the last move, from looks at given times. */
class LedgerWatchTest {

  private static final long SECOND = 1_000_000_000;

  private final LedgerWatch watch = new LedgerWatch();

  private static SortedMap<Integer, LedgerRow> ledger(long accepted) {
    return new TreeMap<>(
        Map.of(0, new LedgerRow(0, 0, accepted + 5, Counts.of(Map.of("accepted", accepted)))));
  }

  private static CommitAge age(Duration least, Duration most) {
    return new CommitAge(least, most, "why");
  }

  @Test
  void oneLookShowsNoRateAndNoMove() {
    watch.look("run", ledger(10), 7 * SECOND);
    assertNull(watch.rate(0));
    assertEquals(age(Duration.ZERO, null), watch.lastMove("why"));
  }

  @Test
  void theRateIsOfTheRecordsBetweenTheLastTwoLooks() {
    watch.look("run", ledger(10), 0);
    watch.look("run", ledger(20), SECOND);
    watch.look("run", ledger(50), 3 * SECOND);
    assertEquals(15.0, watch.rate(0));
    assertNull(watch.rate(1));
  }

  @Test
  void aMoveWasBetweenTheLooksBeforeAndAfterIt() {
    watch.look("run", ledger(10), 0);
    watch.look("run", ledger(10), 2 * SECOND);
    assertEquals(age(Duration.ofSeconds(2), null), watch.lastMove("why"));
    watch.look("run", ledger(11), 4 * SECOND);
    watch.look("run", ledger(11), 6 * SECOND);
    assertEquals(age(Duration.ofSeconds(2), Duration.ofSeconds(4)), watch.lastMove("why"));
  }

  @Test
  void anotherRunStartsTheWatchAgain() {
    watch.look("run", ledger(10), 0);
    watch.look("run", ledger(20), SECOND);
    watch.look("other", ledger(3), 2 * SECOND);
    assertNull(watch.rate(0));
    assertEquals(age(Duration.ZERO, null), watch.lastMove("why"));
  }
}
