// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.write;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.SinkSettings;
import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.engine.ledger.Counts;
import dev.sluice.engine.ledger.LedgerRow;
import dev.sluice.engine.log.LogProbe;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.sink.Batch;
import dev.sluice.engine.sink.SinkWriter;
import dev.sluice.model.LogRecord;
import dev.sluice.model.Outcome;
import dev.sluice.model.Position;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Tests when a batch that is not full is due, by a clock of the test. */
class LingerTest {

  private static final LogProbe NO_PROBE =
      (partition, offset) -> {
        throw new AssertionError("the log must not be queried: " + partition + "@" + offset);
      };

  /** Starts at offset 0 and takes every batch. */
  private static final class EmptySink implements SinkWriter {

    @Override
    public String target() {
      return "nowhere";
    }

    @Override
    public SortedMap<Integer, LedgerRow> take(Set<Integer> partitions, Duration left) {
      SortedMap<Integer, LedgerRow> rows = new TreeMap<>();
      partitions.forEach(p -> rows.put(p, new LedgerRow(p, 0, 0, Counts.NONE)));
      return rows;
    }

    @Override
    public Commit commit(Batch batch, Duration left) {
      SortedMap<Integer, LedgerRow> rows = new TreeMap<>();
      batch.moved().forEach(row -> rows.put(row.partition(), row));
      return new Commit(true, rows, null);
    }

    @Override
    public void close() {}
  }

  private static RunPlan plan(long lingerMillis) {
    return new RunPlan(
        new EngineConfig(
            "test",
            new EngineConfig.Kafka("127.0.0.1:1", "hits", Map.of()),
            new SinkSettings("none", Map.of()),
            new EngineConfig.Decision("{}", null, null, 0, 10),
            "resume",
            false,
            false,
            1,
            new EngineConfig.Batching(1_000, lingerMillis),
            1_000,
            1_000,
            1_000,
            "target"),
        "run-1",
        new TreeMap<>(Map.of(0, 0L)),
        new TreeMap<>());
  }

  private static DecidedRecord filtered(long offset) {
    return new DecidedRecord(
        new LogRecord(new Position(0, offset), 0, new byte[0]), new Outcome.Filtered("rule"));
  }

  @Test
  void isDueWhenTheOldestRecordWaitedForTheLingerTime() {
    AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    Ticker ticker =
        new Ticker() {
          @Override
          public long nanoTime() {
            return nanos.get();
          }

          @Override
          public void sleep(long millis) {
            throw new AssertionError("must not wait");
          }
        };
    try (LedgerWriter writer = LedgerWriter.open(plan(20), new EmptySink(), NO_PROBE, ticker)) {
      assertFalse(writer.isDue());
      assertEquals(OptionalLong.empty(), writer.millisUntilDue());
      writer.add(filtered(0));
      assertFalse(writer.isDue());
      assertEquals(OptionalLong.of(20), writer.millisUntilDue());
      nanos.addAndGet(19_999_999);
      writer.add(filtered(1));
      assertFalse(writer.isDue());
      assertEquals(OptionalLong.of(1), writer.millisUntilDue());
      nanos.addAndGet(1);
      assertTrue(writer.isDue());
      assertEquals(OptionalLong.of(0), writer.millisUntilDue());
      nanos.addAndGet(5_000_000);
      assertEquals(OptionalLong.of(0), writer.millisUntilDue());
      writer.flush();
      assertFalse(writer.isDue());
      assertEquals(OptionalLong.empty(), writer.millisUntilDue());
    }
  }
}
