// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.start;

import dev.sluice.engine.ledger.GapException;
import dev.sluice.engine.log.LogProbe;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.plan.StartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.SortedMap;

/**
 * Checks the end of a drain against the ledger and the log, after the engine has reported it: an
 * engine may be wrong about what it has read, and {@code DRAINED} must be true (R16).
 */
public final class DrainEnd {

  private final RunPlan plan;
  private final SortedMap<Integer, Long> next;
  private final LogProbe probe;

  DrainEnd(RunPlan plan, SortedMap<Integer, Long> next, LogProbe probe) {
    this.plan = plan;
    this.next = next;
    this.probe = probe;
  }

  /**
   * The end of a plan's drain, with the ledger as it is now.
   *
   * @throws StartException if the database is unreachable until the retry deadline
   */
  public static DrainEnd of(RunPlan plan) {
    Duration patience = Duration.ofMillis(plan.config().retryDeadlineMillis());
    return new DrainEnd(
        plan, StartResolver.ledger(plan.config()), LogProbe.of(plan.config().kafka(), patience));
  }

  /**
   * Returns if every record below the ends is processed. The last record may be followed by
   * transaction markers; so where the ledger is below an end, the log is queried for a further
   * record.
   *
   * @throws GapException naming a record that is not processed
   * @throws UncheckedIOException if the log cannot be queried
   */
  public void require() {
    plan.ends()
        .forEach(
            (partition, end) -> {
              OptionalLong left = left(partition);
              if (left.isPresent()) {
                throw new GapException(
                    "the engine ended its drain before record %d of %s-%d, which is below the end, %d"
                        .formatted(left.getAsLong(), plan.topic(), partition, end));
              }
            });
  }

  /**
   * The first record of a partition that is below its end and not processed; empty if there is
   * none.
   *
   * @throws UncheckedIOException if the log cannot be queried
   */
  public OptionalLong left(int partition) {
    long done = next(partition);
    long end = plan.ends().getOrDefault(partition, 0L);
    OptionalLong first = done < end ? first(partition, done) : OptionalLong.empty();
    return first.isPresent() && first.getAsLong() < end ? first : OptionalLong.empty();
  }

  /** The ledger's {@code next} of a partition; zero if it has no row. */
  public long next(int partition) {
    return next.getOrDefault(partition, 0L);
  }

  private OptionalLong first(int partition, long from) {
    try {
      return probe.firstOffsetFrom(partition, from);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
