// SPDX-License-Identifier: Apache-2.0
package dev.sluice.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
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

/** Measures the cost of one value: viewed as an event, and built. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class DecodeBenchmark {

  private static final String PLAIN =
      "{\"event_id\":\"8f14e45f-ceea-4e7a-a000-00000000002a\","
          + "\"event_time\":\"2026-01-01T00:00:00.123456Z\",\"host\":\"www.shop.example\","
          + "\"url\":\"/products/folding-bicycle-17?utm_source=newsletter\",\"ip\":\"203.0.113.9\","
          + "\"method\":\"GET\",\"status\":200,\"bytes\":18211,"
          + "\"referrer\":\"https://www.google.com/\",\"user_agent\":\"Mozilla/5.0 (Windows NT 10.0;"
          + " Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36\"}";

  /** The kinds of values. */
  public enum Value {
    /** 400 bytes without an escape, as most producers write them. */
    PLAIN,
    /** The same with its slashes escaped. */
    ESCAPED,
    /** The same with spaces after colons and commas. */
    SPACED,
    /** The same, with a malformed last number. */
    MALFORMED
  }

  @Param private Value value;

  private final EventView view = new EventView();
  private final EventDecoder decoder = new EventDecoder();
  private byte[] bytes;

  /** Writes the value. */
  @Setup
  public void write() {
    String text =
        switch (value) {
          case PLAIN -> PLAIN;
          case ESCAPED -> PLAIN.replace("/", "\\/");
          case SPACED -> PLAIN.replace("\":", "\": ").replace(",\"", ", \"");
          case MALFORMED -> PLAIN.replace("18211", "1821e");
        };
    bytes = text.getBytes(UTF_8);
  }

  /** Reads only the bytes, which is enough to decide on a value that is not kept. */
  @Benchmark
  public Optional<Reason> see() {
    return view.read(bytes);
  }

  /** Builds the event with its texts. */
  @Benchmark
  public Decoded build() {
    return decoder.decode(bytes);
  }
}
