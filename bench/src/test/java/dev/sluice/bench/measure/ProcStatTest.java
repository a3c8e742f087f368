// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/**
 * Fields are numbered as in {@code man 5 proc}: 14 and 15 are own time, 16 and 17 the children's.
 */
class ProcStatTest {

  private static final String FIELDS_3_TO_13 = "S 1 2 3 4 5 6 7 8 9 10";

  @Test
  void timeOfUserAndSystemIsOneOwnAndChildrensApart() {
    assertEquals(
        new ProcStat("java", 1_500, 7),
        ProcStat.parse("4711 (java) " + FIELDS_3_TO_13 + " 1200 300 4 3 20 0 55 0 99\n"));
  }

  @Test
  void aNameMayHoldBlanksAndParentheses() {
    assertEquals(
        new ProcStat("a (b) c) S 1", 42, 0),
        ProcStat.parse("7 (a (b) c) S 1) " + FIELDS_3_TO_13 + " 40 2 0 0 20 0\n"));
  }

  @Test
  void ofOneThatIsGoneThereIsNothing() {
    assertEquals(Optional.empty(), ProcStat.read(Path.of("/proc/self/task/0/stat")));
  }
}
