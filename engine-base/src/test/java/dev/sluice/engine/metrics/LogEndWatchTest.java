// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.log.LogEnds;
import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LogEndWatchTest {

  private static final long PATIENCE_SECONDS = 10;

  private final BlockingQueue<SortedMap<Integer, Long>> read = new LinkedBlockingQueue<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  /** A log that fails in both ways before it answers. */
  private final class FlakyLog implements LogEnds {
    private int calls;

    @Override
    public SortedMap<Integer, Long> ends() throws IOException {
      calls++;
      if (calls == 2) {
        throw new IOException("no answer");
      }
      if (calls == 3) {
        throw new IllegalStateException("a client's fault");
      }
      return new TreeMap<>(Map.of(0, (long) calls));
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }

  @Test
  void r13_afterAFaultItReadsAgain() throws Exception {
    LogEndWatch watch = LogEndWatch.start(new FlakyLog(), read::add, 1);
    try {
      assertEquals(Map.of(0, 1L), read.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
      assertEquals(Map.of(0, 4L), read.poll(PATIENCE_SECONDS, TimeUnit.SECONDS));
      assertEquals(1, closed.getCount(), "the log was closed");
    } finally {
      watch.close();
    }
    assertTrue(closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS), "the log is open");
  }
}
