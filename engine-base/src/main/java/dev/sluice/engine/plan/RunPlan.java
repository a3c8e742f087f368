// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.plan;

import dev.sluice.engine.config.EngineConfig;
import java.io.Serializable;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * A run's configuration with its starts and ends resolved to offsets, once, in shared code (R15,
 * R16). Immutable and serializable, so that an engine can send it to its tasks.
 *
 * @param config the configuration of the run
 * @param runId the random id in the schema's {@code pipeline} row; group ids and checkpoint folders
 *     contain it (R10)
 * @param starts by partition, the offset to read from: the ledger's {@code next}
 * @param ends by partition, the offset to stop before; empty for a run that continues until stopped
 */
public record RunPlan(
    EngineConfig config, String runId, TreeMap<Integer, Long> starts, TreeMap<Integer, Long> ends)
    implements Serializable {

  private static final long LONGEST_PATIENCE_MILLIS = 30_000;

  public RunPlan {
    starts = new TreeMap<>(starts);
    ends = new TreeMap<>(ends);
  }

  public String topic() {
    return config.kafka().topic();
  }

  /** The offset that a drain stops before; empty if the run continues until stopped. */
  public OptionalLong end(int partition) {
    if (!config.drain()) {
      return OptionalLong.empty();
    }
    // A partition that appeared after the ends were resolved has nothing below its end.
    return OptionalLong.of(ends.getOrDefault(partition, 0L));
  }

  /** Whether a record is part of this run: below its partition's end (R16). */
  public boolean contains(int partition, long offset) {
    OptionalLong end = end(partition);
    return end.isEmpty() || offset < end.getAsLong();
  }

  /** Whether a partition has nothing left to read from the given position on. */
  public boolean isDone(int partition, long position) {
    OptionalLong end = end(partition);
    return end.isPresent() && position >= end.getAsLong();
  }

  /** Whether no partition has anything left to read from its start on. */
  public boolean isDone() {
    return starts.entrySet().stream().allMatch(start -> isDone(start.getKey(), start.getValue()));
  }

  /**
   * How long one attempt at a server may take: half of the retry deadline, so that the locks of a
   * frozen writer are released before another one gives up; at most 30 s.
   */
  public Duration patience() {
    return patience(config);
  }

  /** How long one attempt at a server may take in runs of this configuration. */
  public static Duration patience(EngineConfig config) {
    return Duration.ofMillis(
        Math.min(LONGEST_PATIENCE_MILLIS, Math.max(1_000, config.retryDeadlineMillis() / 2)));
  }

  /** A copy of the starts, for APIs that need a plain map. */
  public Map<Integer, Long> startOffsets() {
    return new TreeMap<>(starts);
  }
}
