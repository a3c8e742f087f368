// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.latency;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sluice.model.Position;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TraceTest {

  private static final Position RECORD = new Position(1, 17);

  @Test
  void aRecordIsWrittenByTheNextFlushOfItsOwnThread() {
    Trace trace = new Trace();
    trace.decided(RECORD, 1_000, 5);
    trace.flush(900, 950, 5);
    trace.flush(1_001, 1_500, 6);
    trace.flush(1_200, 2_400, 5);
    trace.flush(2_500, 2_600, 5);
    assertEquals(Optional.of(new Trace.Moments(1_000, 1_200, 2_400)), trace.of(RECORD));
  }

  @Test
  void ofARecordThatWasNotWrittenThereIsNothing() {
    Trace trace = new Trace();
    assertEquals(Optional.empty(), trace.of(RECORD));
    trace.decided(RECORD, 1_000, 5);
    assertEquals(Optional.empty(), trace.of(RECORD));
    trace.flush(900, 950, 5);
    assertEquals(Optional.empty(), trace.of(RECORD));
  }
}
