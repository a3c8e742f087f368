// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KillMomentTest {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyKindComesTwiceAtLeast(long seed) {
    List<KillMoment> drawn = KillMoment.draw(true, new SplittableRandom(seed));
    assertEquals(KillMoment.KILLS, drawn.size());
    for (KillMoment moment : KillMoment.values()) {
      assertTrue(Collections.frequency(drawn, moment) >= 2, () -> moment + " in " + drawn);
    }
  }

  @Test
  void withoutALedgerThereIsNoCommitToBeKilledAt() {
    List<KillMoment> drawn = KillMoment.draw(false, new SplittableRandom(1));
    assertEquals(KillMoment.KILLS, drawn.size());
    assertFalse(drawn.contains(KillMoment.AT_A_COMMIT));
  }

  @Test
  void theOrderIsTheSeeds() {
    assertEquals(
        KillMoment.draw(true, new SplittableRandom(1)),
        KillMoment.draw(true, new SplittableRandom(1)));
    assertNotEquals(
        KillMoment.draw(true, new SplittableRandom(1)),
        KillMoment.draw(true, new SplittableRandom(2)));
  }
}
