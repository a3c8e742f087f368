package dev.sluice.bench.throughput;

import dev.sluice.lab.engine.EngineStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.function.Consumer;

/**
 * Listens to what an engine says of its progress, for the rate at which it drains the second half:
 * by then its classes are loaded and its code is compiled, as in a process that runs for weeks.
 * Told by one thread, asked by another once the engine has ended.
 */
final class SecondHalf implements Consumer<EngineStatus> {

  /** Engines tell once a second: over less than three of them a rate says little. */
  private static final double LEAST_SECONDS = 3;

  private final long records;
  private final Consumer<EngineStatus> listener;
  private volatile Mark mark;

  /** Where an engine stood at some time. */
  private record Mark(long records, Instant time) {}

  /**
   * Listens.
   *
   * @param records how many there are
   * @param listener told of everything too
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

  /** Records a second up to the end; empty where that was too short to tell. */
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
