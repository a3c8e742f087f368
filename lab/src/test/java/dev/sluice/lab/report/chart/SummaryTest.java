// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {

  @Test
  void theMedianIsTheOneInTheMiddle() {
    assertEquals(new Summary(3, 1, 9, 5), Summary.of(List.of(9.0, 1.0, 3.0, 2.0, 4.0)));
  }

  @Test
  void ofAnEvenNumberItIsTheMeanOfTheTwoInTheMiddle() {
    assertEquals(new Summary(2.5, 1, 8, 4), Summary.of(List.of(8.0, 1.0, 3.0, 2.0)));
  }

  @Test
  void nothingCannotBeSummedUp() {
    assertThrows(IllegalArgumentException.class, () -> Summary.of(List.of()));
  }
}
