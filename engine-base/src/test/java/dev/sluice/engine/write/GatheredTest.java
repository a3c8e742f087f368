// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.model.LogRecord;
import dev.sluice.model.Outcome;
import dev.sluice.model.Position;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Tests when a batch is full or due, by a clock of the test. */
class GatheredTest {

  private static final int MEBIBYTE = 1024 * 1024;

  /** Its values rise through the end of their range, as those of a real clock may. */
  private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

  private Gathered gathered(int records, long lingerMillis) {
    return new Gathered(new EngineConfig.Batching(records, lingerMillis), nanos::get);
  }

  private static DecidedRecord filtered(int partition, long offset, byte[] value) {
    return new DecidedRecord(
        new LogRecord(new Position(partition, offset), 0, value), new Outcome.Filtered("rule"));
  }

  private static DecidedRecord filtered(long offset) {
    return filtered(0, offset, new byte[0]);
  }

  @Test
  void isDueWhenTheOldestRecordWaitedForTheLingerTime() {
    Gathered gathered = gathered(1_000, 20);
    assertFalse(gathered.isDue());
    nanos.addAndGet(30_000_000);
    assertFalse(gathered.isDue(), "nothing waits");
    gathered.add(filtered(0));
    assertFalse(gathered.isDue());
    assertEquals(20_000_000, gathered.nanosLeft());
    nanos.addAndGet(19_999_999);
    gathered.add(filtered(1));
    assertFalse(gathered.isDue());
    assertEquals(1, gathered.nanosLeft());
    nanos.addAndGet(1);
    assertTrue(gathered.isDue());
    assertFalse(gathered.isFull());
    nanos.addAndGet(5_000_000);
    assertEquals(-5_000_000, gathered.nanosLeft());
    assertEquals(2, gathered.take().size());
    assertFalse(gathered.isDue());
    gathered.add(filtered(2));
    assertEquals(20_000_000, gathered.nanosLeft(), "counted from the new oldest record");
  }

  @Test
  void aRecordIsDueAtOnceWithoutALinger() {
    Gathered gathered = gathered(1_000, 0);
    gathered.add(filtered(0));
    assertTrue(gathered.isDue());
  }

  @Test
  void isFullWithItsNumberOfRecords() {
    Gathered gathered = gathered(2, 20);
    DecidedRecord first = filtered(0);
    gathered.add(first);
    assertFalse(gathered.isFull());
    DecidedRecord second = filtered(0, 1, null);
    gathered.add(second);
    assertTrue(gathered.isFull());
    assertTrue(gathered.isDue());
    assertEquals(List.of(first, second), gathered.take());
    assertFalse(gathered.isFull());
  }

  @Test
  void isFullWithFewRecordsWhoseValuesAreLarge() {
    Gathered gathered = gathered(1_000, 20);
    byte[] value = new byte[MEBIBYTE];
    for (int offset = 0; offset < 31; offset++) {
      gathered.add(filtered(0, offset, value));
    }
    gathered.add(filtered(0, 31, new byte[MEBIBYTE - 1]));
    assertFalse(gathered.isFull());
    gathered.add(filtered(0, 32, new byte[1]));
    assertTrue(gathered.isFull());
    assertEquals(33, gathered.take().size());
    gathered.add(filtered(0, 33, value));
    assertFalse(gathered.isFull(), "the size starts at zero again");
  }

  @Test
  void ofAPartitionThatIsDroppedNothingCounts() {
    Gathered gathered = gathered(3, 20);
    DecidedRecord kept = filtered(1, 7, new byte[5]);
    gathered.add(filtered(0, 0, new byte[(int) Gathered.FULL_BYTES]));
    gathered.add(kept);
    gathered.add(filtered(0, 1, null));
    assertTrue(gathered.isFull());
    gathered.drop(0);
    assertFalse(gathered.isFull());
    assertEquals(List.of(kept), gathered.take());
  }
}
