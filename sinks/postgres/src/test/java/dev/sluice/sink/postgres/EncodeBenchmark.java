// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.postgres;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.engine.decision.Decider;
import dev.sluice.engine.sink.Row;
import dev.sluice.model.LogRecord;
import dev.sluice.model.Position;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
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
import org.postgresql.copy.CopyIn;
import org.postgresql.util.ByteStreamWriter;

/** Measures the time to encode one row, from its decision to the bytes that COPY sends. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class EncodeBenchmark {

  private static final int RECORDS = 2_048;
  private static final String TOPIC = "hits";

  /** Filters nothing, and allows no lateness. */
  private static final EngineConfig.Decision CONFIG =
      new EngineConfig.Decision("{\"rules\":[]}", null, 0L, 0, 0);

  /** A year after the events. */
  private static final long LATE_MILLIS = 1_800_000_000_000L;

  private static final long ABSENT = 0;

  @Param({"PROCESSED_EVENTS", "LATE_EVENTS", "DEAD_LETTERS"})
  private String table;

  private final Sink sink = new Sink();
  private final CopyStream stream = new CopyStream(sink);
  private final DecidedRecord[] decisions = new DecidedRecord[RECORDS];
  private Table written;
  private int[] nullsBefore;
  private int next;

  /** Makes and decides the records. */
  @Setup
  public void decide() {
    written = Table.valueOf(table);
    nullsBefore = written.nullsBefore();
    long timestamp = written == Table.LATE_EVENTS ? LATE_MILLIS : ABSENT;
    Decider decider = Decider.of(CONFIG);
    for (int i = 0; i < RECORDS; i++) {
      decisions[i] = decider.decide(new LogRecord(new Position(0, i), timestamp, value(i)));
    }
  }

  /** A hit as a browser makes it, or one without its time. */
  private byte[] value(int number) {
    String time = written == Table.DEAD_LETTERS ? "" : "\"event_time\":\"2026-11-22T07:40:00Z\",";
    return ("{\"event_id\":\"e-%d\",%s\"host\":\"shop.example\",\"url\":\"/products/%d?ref=search\","
            + "\"ip\":\"203.0.113.%d\",\"method\":\"GET\",\"status\":200,\"bytes\":%d,"
            + "\"referrer\":\"https://shop.example/\",\"user_agent\":\"Mozilla/5.0 (X11; Linux"
            + " x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36\"}")
        .formatted(number, time, number % 977, number % 256, 500 + number * 31)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Encodes the next row; returns how many bytes were sent so far. */
  @Benchmark
  public long encode() throws SQLException {
    DecidedRecord decision = decisions[next++ & (RECORDS - 1)];
    Row row =
        switch (written) {
          case PROCESSED_EVENTS -> Row.Processed.of(TOPIC, decision);
          case LATE_EVENTS -> Row.LateEvent.of(TOPIC, decision);
          case DEAD_LETTERS -> Row.DeadLetter.of(decision);
        };
    stream.row(0, nullsBefore);
    row.writeTo(stream);
    return sink.bytes;
  }

  /** Counts the bytes, and keeps none. */
  private static final class Sink implements CopyIn {

    private long bytes;

    @Override
    public void writeToCopy(byte[] buffer, int from, int length) {
      bytes += length;
    }

    @Override
    public void writeToCopy(ByteStreamWriter from) {
      bytes += from.getLength();
    }

    @Override
    public void flushCopy() {}

    @Override
    public long endCopy() {
      return 0;
    }

    @Override
    public int getFieldCount() {
      return 0;
    }

    @Override
    public int getFormat() {
      return 1;
    }

    @Override
    public int getFieldFormat(int field) {
      return 1;
    }

    @Override
    public boolean isActive() {
      return false;
    }

    @Override
    public void cancelCopy() {}

    @Override
    public long getHandledRowCount() {
      return 0;
    }
  }
}
