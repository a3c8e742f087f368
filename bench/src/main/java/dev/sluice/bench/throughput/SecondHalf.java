// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.throughput;

import dev.sluice.lab.engine.EngineStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * Follows an engine's status lines to find the rate at which it drains the second half: by then its
 * classes are loaded and its code is compiled, as in a process that runs for weeks. One thread
 * feeds it; another reads the rate once the engine has ended.
 */
final class SecondHalf implements Consumer<EngineStatus> {

  /** Engines report once a second: over less than three seconds a rate means little. */
  private static final double LEAST_SECONDS = 3;

  private final long records;
  private final Consumer<EngineStatus> listener;
  private volatile Mark mark;

  /** How far an engine was at some time. */
  private record Mark(long records, Instant time) {}

  /**
   * Follows a drain.
   *
   * @param records how many the drain has
   * @param listener receives every status line as well
   */
  SecondHalf(long records, Consumer<EngineStatus> listener) {
    this.records = records;
    this.listener = listener;
  }

  @Override
  public void accept(EngineStatus status) {
    status.records().ifPresent(done -> note(done, status.time()));
    listener.accept(status);
  }

  void note(long done, Instant time) {
    if (mark == null && done >= records / 2) {
      mark = new Mark(done, time);
    }
  }

  /** Records a second until the end; empty if that time is too short. */
  OptionalDouble rate(Instant end) {
    Mark from = mark;
    if (from == null) {
      return OptionalDouble.empty();
    }
    double seconds = Duration.between(from.time, end).toNanos() / 1e9;
    return seconds < LEAST_SECONDS
        ? OptionalDouble.empty()
        : OptionalDouble.of((records - from.records) / seconds);
  }
}
