// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressLineTest {

  private final StringWriter written = new StringWriter();
  private long seconds = 1_000;
  private final ProgressLine line =
      new ProgressLine(
          new PrintWriter(written, true), false, () -> TimeUnit.SECONDS.toNanos(seconds));

  @Test
  void whatIsToldAsSeveralThingsTookAllOfTheirTime() {
    line.at("baseline at 20,000/s", 0, 0);
    seconds += 6;
    line.at("baseline at 40,000/s", 0, 0);
    seconds += 7;
    line.done("baseline", "20,000/s");
    assertEquals(List.of("baseline 20,000/s 13.0 s"), lines());
  }

  @Test
  void whatLiesBetweenTwoThingsIsOfNeither() {
    seconds += 100;
    line.at("input", 1, 2);
    seconds += 2;
    line.done("input", "2 records");
    seconds += 50;
    line.at("oracle", 1, 2);
    line.at("oracle", 2, 2);
    seconds += 3;
    line.done("oracle", "1 row");
    assertEquals(List.of("input 2 records 2.0 s", "oracle 1 row 3.0 s"), lines());
  }

  @Test
  void whatWasNotBegunTookTheTimeSinceTheThingBefore() {
    line.at("writer", 0, 0);
    seconds += 50;
    line.done("writer", "round 1 of 2");
    seconds += 40;
    line.done("writer", "round 2 of 2");
    assertEquals(List.of("writer round 1 of 2 50.0 s", "writer round 2 of 2 40.0 s"), lines());
  }

  private List<String> lines() {
    return written.toString().lines().map(text -> text.strip().replaceAll(" +", " ")).toList();
  }
}
