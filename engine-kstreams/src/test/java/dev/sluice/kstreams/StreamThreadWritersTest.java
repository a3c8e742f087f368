// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kstreams;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.write.DecisionSink;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StreamThreadWritersTest {

  private final List<RecordedSink> opened = new CopyOnWriteArrayList<>();

  private final StreamThreadWriters writers =
      new StreamThreadWriters(
          () -> {
            RecordedSink sink = new RecordedSink();
            opened.add(sink);
            return sink;
          });

  @Test
  void r9_eachThreadHasOneWriterOfItsOwn() throws Exception {
    DecisionSink mine = writers.current();

    assertSame(mine, writers.current());
    assertNotSame(mine, ofAnotherThread());
    assertEquals(2, opened.size());
  }

  @Test
  void r14_closeClosesTheWritersOfAllThreads() throws Exception {
    DecisionSink mine = writers.current();
    DecisionSink other = ofAnotherThread();

    writers.close();

    assertEquals(List.of(mine, other), opened);
    assertTrue(opened.stream().allMatch(sink -> sink.closed));
  }

  private DecisionSink ofAnotherThread() throws Exception {
    CompletableFuture<DecisionSink> current = new CompletableFuture<>();
    new Thread(() -> current.complete(writers.current()), "stream-thread-2").start();
    return current.get(10, TimeUnit.SECONDS);
  }
}
