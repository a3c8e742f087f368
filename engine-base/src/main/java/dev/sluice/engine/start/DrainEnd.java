package dev.sluice.engine.start;

import dev.sluice.engine.ledger.GapException;
import dev.sluice.engine.ledger.LogProbe;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.SortedMap;

/**
 * Checks a drain by what the ledger and the log say, once the engine says that it has come to its
 * end: an engine may be wrong about what it has read, and {@code DRAINED} is believed (R16).
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
   * The end of a plan's drain, as it stands now.
   *
   * @throws StartException where the database cannot be used within the retry deadline
   */
  public static DrainEnd of(RunPlan plan) {
    Duration patience = Duration.ofMillis(plan.config().retryDeadlineMillis());
    return new DrainEnd(
        plan, StartResolver.ledger(plan.config()), LogProbe.of(plan.config().kafka(), patience));
  }

  /**
   * Returns where nothing is left to be done. Behind the last record there may be transaction
   * markers, so that the log is asked where the ledger stands below an end.
   *
   * @throws GapException naming a record that is not done
   * @throws UncheckedIOException where the log cannot be asked
   */
  public void require() {
    plan.ends()
        .forEach(
            (partition, end) -> {
              long done = next.getOrDefault(partition, 0L);
              OptionalLong left = done < end ? first(partition, done) : OptionalLong.empty();
              if (left.isPresent() && left.getAsLong() < end) {
                throw new GapException(
                    "the engine ended its drain before record %d of %s-%d, which is below the end, %d"
                        .formatted(left.getAsLong(), plan.topic(), partition, end));
              }
            });
  }

  private OptionalLong first(int partition, long from) {
    try {
      return probe.firstOffsetFrom(partition, from);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
