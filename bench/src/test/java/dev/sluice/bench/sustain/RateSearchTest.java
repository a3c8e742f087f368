// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.sustain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.bench.sustain.RateSearch.Found;
import dev.sluice.bench.sustain.RateSearch.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateSearchTest {

  private final List<Integer> tried = new ArrayList<>();

  @Test
  void itDoublesAndThenCutsInHalvesToAFifth() throws Exception {
    Found found = RateSearch.from(10_000, rate -> upTo(50_000, rate));
    assertEquals(new Found(50_000, 60_000, false), found);
    // What fails is tried twice.
    assertEquals(List.of(10_000, 20_000, 40_000, 80_000, 80_000, 60_000, 60_000, 50_000), tried);
  }

  @Test
  void itHalvesWhereTheFirstIsTooMuch() throws Exception {
    assertEquals(new Found(3_750, 4_375, false), RateSearch.from(10_000, r -> upTo(4_000, r)));
  }

  @Test
  void aHiccupIsNoLimit() throws Exception {
    Found found =
        RateSearch.from(
            10_000,
            rate -> {
              boolean first = !tried.contains(rate);
              Verdict verdict = upTo(20_000, rate);
              return first ? Verdict.FAILED : verdict;
            });
    assertEquals(20_000, found.rate());
  }

  @Test
  void whereTheSenderIsLateMoreMayBePossible() throws Exception {
    Found found =
        RateSearch.from(10_000, rate -> rate <= 30_000 ? Verdict.HELD : Verdict.SENDER_LATE);
    assertEquals(new Found(30_000, 35_000, true), found);
  }

  @Test
  void whereNothingIsHeldItEnds() throws Exception {
    assertEquals(new Found(0, 625, false), RateSearch.from(10_000, rate -> upTo(0, rate)));
  }

  private Verdict upTo(int most, int rate) {
    tried.add(rate);
    return rate <= most ? Verdict.HELD : Verdict.FAILED;
  }
}
