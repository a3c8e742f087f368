// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The time of all processors together since the machine was started: see {@code /proc/stat} in
 * {@code man 5 proc}.
 *
 * @param total all ticks, including idle ones
 * @param stolen the ticks in which a hypervisor ran something else although there was work here
 */
public record ProcessorTime(long total, long stolen) {

  private static final int STEAL = 7;

  /** The time until now. */
  public static ProcessorTime now() {
    try (Stream<String> lines = Files.lines(Path.of("/proc/stat"))) {
      return parse(lines.findFirst().orElse(""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Parses the line of all processors; the fields after the stolen ticks are already counted in
   * others.
   */
  static ProcessorTime parse(String line) {
    long[] ticks =
        Stream.of(line.strip().split(" +", -1))
            .skip(1)
            .limit(STEAL + 1L)
            .mapToLong(Long::parseLong)
            .toArray();
    return new ProcessorTime(LongStream.of(ticks).sum(), ticks.length > STEAL ? ticks[STEAL] : 0);
  }

  /** The share of the time since then that was stolen, in percent. */
  public double stolenPercentSince(ProcessorTime before) {
    long passed = total - before.total;
    return passed == 0 ? 0 : 100.0 * (stolen - before.stolen) / passed;
  }
}
