// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.sustain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.bench.sustain.RateSearch.Verdict;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SustainStepTest {

  @ParameterizedTest(name = "{6}")
  @CsvSource({
    "10000,    60,    6,    7,   0, HELD,        steady",
    "10000,  9000,    6,  258,   0, HELD,        within the slack",
    "10000,  9000,    6,  260,   0, FAILED,      latency grows",
    "80000, 20000,   77,  170,   0, HELD,        a wait for the disk is not growth",
    "110000, 60000,  91,  455,   0, FAILED,      a tenth more than the 100000 that are possible",
    "10000, 10061,    6,    6,   0, FAILED,      more than a second's worth is left",
    "10000, 21000, 1200, 1300,   0, HELD,        a trigger of a second is not a backlog",
    "10000, 22001, 1200, 1300,   0, FAILED,      more than a trigger's worth is left",
    "10000,  9000,  100,  700, 501, SENDER_LATE, what grows is the sender's own lateness",
    "10000, 90000,  100,  700, 501, FAILED,      a backlog is one even when the sender is late",
  })
  void neitherBacklogNorLatencyMayGrow(
      int rate, long backlog, double first, double last, double late, Verdict expected, String of) {
    assertEquals(expected, SustainStep.judge(rate, backlog, first, last, late), of);
  }
}
