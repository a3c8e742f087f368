// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Measures the cost of the identity of one accepted event. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class IdentityBenchmark {

  /** Where an identity comes from. */
  public enum Source {
    /** The producer named the event. */
    EVENT_ID,
    /** The producer did not, so its position does. */
    POSITION
  }

  @Param private Source source;

  private Event event;
  private long offset;

  /** Makes the event. */
  @Setup
  public void event() {
    String id = source == Source.EVENT_ID ? "8f14e45f-ceea-4e7a-a000-00000000002a" : null;
    event =
        new Event(id, 0, "www.shop.example", "/", null, "GET", 200, 18_211L, null, "Mozilla/5.0");
  }

  /** The identity at the next position. */
  @Benchmark
  public String identity() {
    return event.identity("hits", new Position(3, offset++));
  }
}
