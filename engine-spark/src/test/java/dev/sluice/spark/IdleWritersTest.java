// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spark;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.write.DecisionSink;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** New writers are real ones, which connect at their first write. */
class IdleWritersTest {

  private static final RunPlan PLAN = TestPlans.endless(Map.of(0, 0L));
  private static final RunPlan OTHER = TestPlans.ofRun("run-8", PLAN);

  private final RecordedSink idle = new RecordedSink();

  @AfterEach
  void close() {
    IdleWriters.close(PLAN);
    IdleWriters.close(OTHER);
  }

  @Test
  void anIdleWriterIsTakenBeforeANewOneIsOpened() {
    IdleWriters.giveBack(PLAN, idle);

    assertSame(idle, IdleWriters.take(PLAN));
  }

  @Test
  void r9_aWriterThatIsTakenBelongsToOneTask() {
    IdleWriters.giveBack(PLAN, idle);

    assertSame(idle, IdleWriters.take(PLAN));
    try (DecisionSink next = IdleWriters.take(PLAN)) {
      assertNotSame(idle, next);
    }
  }

  @Test
  void r10_aWriterOfAnotherRunIsNotTaken() {
    IdleWriters.giveBack(PLAN, idle);

    try (DecisionSink opened = IdleWriters.take(OTHER)) {
      assertNotSame(idle, opened);
    }
  }

  @Test
  void aWriterThatNobodyTookForTooLongIsClosed() {
    RecordedSink second = new RecordedSink();
    IdleWriters.giveBack(PLAN, idle);
    long between = System.nanoTime();
    IdleWriters.giveBack(PLAN, second);

    IdleWriters.closeIdle(between);

    assertTrue(idle.closed);
    assertFalse(second.closed);
    assertSame(second, IdleWriters.take(PLAN));
    try (DecisionSink next = IdleWriters.take(PLAN)) {
      assertNotSame(idle, next);
    }
  }

  @Test
  void r14_theEndOfARunClosesItsWritersAndNoOthers() {
    RecordedSink second = new RecordedSink();
    RecordedSink others = new RecordedSink();
    IdleWriters.giveBack(PLAN, idle);
    IdleWriters.giveBack(PLAN, second);
    IdleWriters.giveBack(OTHER, others);

    IdleWriters.close(PLAN);

    assertTrue(idle.closed);
    assertTrue(second.closed);
    assertFalse(others.closed);
    try (DecisionSink opened = IdleWriters.take(PLAN)) {
      assertNotSame(second, opened);
    }
  }
}
