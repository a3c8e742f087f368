// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.accesslog;

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

/** Measures the cost of one line of an access log, from its bytes to its fields. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class AccessLogBenchmark {

  private static final String COMMON =
      "203.0.113.9 - - [20/May/2015:12:05:17 +0000]"
          + " \"GET /products/folding-bicycle-17?utm_source=newsletter HTTP/1.1\" 200 18211";

  private static final String COMBINED =
      COMMON
          + " \"https://www.shop.example/category/lamps?sort=price\" \"Mozilla/5.0 (Windows NT 10.0;"
          + " Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36\"";

  /** The kinds of lines. */
  public enum Line {
    COMMON,
    COMBINED,
    /** The combined one with the virtual host and its port in front. */
    WITH_HOST,
    /** The combined one with an escaped quotation mark in the agent. */
    ESCAPED,
    /** The combined one without its last quotation mark. */
    UNPARSED
  }

  @Param private Line line;

  private byte[] bytes;

  /** Writes the line. */
  @Setup
  public void write() {
    String text =
        switch (line) {
          case COMMON -> COMMON;
          case COMBINED -> COMBINED;
          case WITH_HOST -> "www.shop.example:443 " + COMBINED;
          case ESCAPED -> COMBINED.replace("KHTML", "\\\"KHTML\\\"");
          case UNPARSED -> COMBINED.substring(0, COMBINED.length() - 1);
        };
    bytes = text.getBytes(UTF_8);
    if (AccessLogLine.parse(bytes).isPresent() == (line == Line.UNPARSED)) {
      throw new IllegalStateException("not what is to be measured: " + text);
    }
  }

  /** Parses the line. */
  @Benchmark
  public Optional<AccessLogLine> parse() {
    return AccessLogLine.parse(bytes);
  }
}
