// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.write;

import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.engine.ledger.GapException;
import dev.sluice.engine.ledger.LedgerException;
import dev.sluice.engine.ledger.LedgerRow;
import dev.sluice.engine.log.LogProbe;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.sink.Batch;
import dev.sluice.engine.sink.SinkFault;
import dev.sluice.engine.sink.SinkType;
import dev.sluice.engine.sink.SinkWriter;
import dev.sluice.model.Position;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers decided records and writes rows, late events, dead letters and the ledger in one commit
 * of a sink (R9). One writer belongs to one thread of an engine; it is not thread-safe. Within a
 * partition, records must come in offset order; if an offset is lower than the one before, the
 * writer assumes that the partition is read again, as after {@link #release}.
 */
public final class LedgerWriter implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LedgerWriter.class);

  /** A batch is written when its values have this size, regardless of how few records it has. */
  static final long BATCH_BYTES = 32L * 1024 * 1024;

  private static final AtomicInteger OPENED = new AtomicInteger();

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final int id = OPENED.incrementAndGet();
  private final RunPlan plan;
  private final SinkWriter sink;
  private final LogProbe probe;
  private final Ticker ticker;
  private final Retry retry;
  private final TreeMap<Integer, PartitionBuffer> buffers = new TreeMap<>();

  private int records;
  private long bytes;
  private long oldestNanos;
  private boolean closed;
  private boolean warned;

  private LedgerWriter(RunPlan plan, SinkWriter sink, LogProbe probe, Ticker ticker) {
    this.plan = plan;
    this.sink = sink;
    this.probe = probe;
    this.ticker = ticker;
    this.retry =
        new Retry(
            "writing " + plan.topic() + " to " + sink.target(),
            plan.config().retryDeadlineMillis(),
            ticker,
            bound -> ThreadLocalRandom.current().nextLong(bound));
  }

  /** Opens a writer for a run, to its sink and with its log; connects at the first flush. */
  public static LedgerWriter open(RunPlan plan) {
    return open(
        plan,
        SinkType.of(plan.config()).writer(plan),
        LogProbe.of(plan.config().kafka(), plan.patience()));
  }

  /**
   * Opens a writer for a run.
   *
   * @param sink closed with this writer
   */
  public static LedgerWriter open(RunPlan plan, SinkWriter sink, LogProbe probe) {
    return open(plan, sink, probe, Ticker.SYSTEM);
  }

  static LedgerWriter open(RunPlan plan, SinkWriter sink, LogProbe probe, Ticker ticker) {
    return new LedgerWriter(plan, sink, probe, ticker);
  }

  /**
   * Buffers one record, filtered ones too; flushes when the batch is full. The record must be part
   * of the run, which the engine asks before it decides (R16).
   */
  public void add(DecidedRecord decision) {
    DecidedEvent.at(id, decision.record().position());
    buffer(decision);
    if (records >= plan.config().batch().records() || bytes >= BATCH_BYTES) {
      flush();
    }
  }

  /** The writer's number within this JVM, for flight recordings. */
  int id() {
    return id;
  }

  /** Buffers one record; the caller must flush, and record the {@link DecidedEvent}. */
  void buffer(DecidedRecord decision) {
    if (closed) {
      throw new IllegalStateException("the writer of " + plan.topic() + " is closed");
    }
    Position position = decision.record().position();
    PartitionBuffer buffer = buffers.get(position.partition());
    if (buffer != null && !buffer.isFollowedBy(position.offset())) {
      release(position.partition());
      buffer = null;
    }
    if (buffer == null) {
      buffer = new PartitionBuffer();
      buffers.put(position.partition(), buffer);
    }
    if (records == 0) {
      oldestNanos = ticker.nanoTime();
    }
    buffer.add(decision);
    records++;
    bytes += PartitionBuffer.bytes(decision);
  }

  /** Whether the oldest buffered record has waited for the linger time. */
  public boolean isDue() {
    return records > 0 && nanosUntilDue() <= 0;
  }

  /**
   * The milliseconds left until {@link #isDue}, rounded up: 0 if it is due, and empty if nothing is
   * buffered, so that a caller need not wake up to check.
   */
  public OptionalLong millisUntilDue() {
    return records == 0
        ? OptionalLong.empty()
        : OptionalLong.of(Math.max(0, -Math.floorDiv(-nanosUntilDue(), NANOS_PER_MILLI)));
  }

  private long nanosUntilDue() {
    long waited = ticker.nanoTime() - oldestNanos;
    return plan.config().batch().lingerMillis() * NANOS_PER_MILLI - waited;
  }

  /**
   * Writes everything buffered; when it returns, all of it is committed. When it throws, the buffer
   * is unchanged, and only the ledger shows whether the last commit succeeded.
   *
   * @throws GapException if a partition's records do not continue from the ledger (R9)
   * @throws LedgerException if the sink could not be written until the retry deadline, or refuses
   *     for a reason that retrying does not fix
   */
  public void flush() {
    flush(FlushEvent.begun(id));
  }

  /** Flushes, with the event of a flush that has already started. */
  void flush(FlushEvent event) {
    if (records == 0) {
      return;
    }
    SortedMap<Integer, PartitionBuffer> filled = new TreeMap<>(buffers);
    filled.values().removeIf(buffer -> buffer.size() == 0);
    Map<Position, OptionalLong> probed = new HashMap<>();
    retry.run(left -> write(filled, probed, left));
    event.end(records);
    records = 0;
    bytes = 0;
  }

  /**
   * Forgets a partition that now belongs to another writer: drops its buffered records, and treats
   * its next record as the first. Does nothing for an unknown partition.
   */
  public void release(int partition) {
    PartitionBuffer buffer = buffers.remove(partition);
    if (buffer != null) {
      records -= buffer.size();
      bytes -= buffer.bytes();
    }
  }

  /** Drops what is buffered, and closes the sink; never throws for a broken connection. */
  @Override
  public void close() {
    closed = true;
    buffers.clear();
    records = 0;
    bytes = 0;
    sink.close();
  }

  private void write(
      SortedMap<Integer, PartitionBuffer> filled,
      Map<Position, OptionalLong> probed,
      Supplier<Duration> left)
      throws SinkFault, IOException {
    SortedMap<Integer, LedgerRow> rows = new TreeMap<>();
    filled.forEach((partition, buffer) -> rows.put(partition, buffer.own()));
    boolean settled = false;
    while (!settled) {
      Set<Integer> unknown = new TreeSet<>(filled.keySet());
      unknown.removeIf(partition -> rows.get(partition) != null);
      if (!unknown.isEmpty()) {
        rows.putAll(sink.take(unknown, left.get()));
      }
      Continuity continuity = new Continuity(plan.topic(), filled, rows);
      Set<Position> questions = continuity.questions(probed);
      for (Position from : questions) {
        // Queried between commits, so that no one waits for Kafka while a lock is held.
        probed.put(from, probe.firstOffsetFrom(from.partition(), from.offset()));
      }
      if (questions.isEmpty()) {
        settled = continuity.left().isEmpty() || commit(continuity.left(), rows, left.get());
      }
    }
    rows.forEach((partition, row) -> filled.get(partition).written(row));
  }

  /** Whether the records were committed; puts the current ledger rows into {@code rows}. */
  private boolean commit(
      SortedMap<Integer, List<DecidedRecord>> records,
      SortedMap<Integer, LedgerRow> rows,
      Duration left)
      throws SinkFault {
    long kept = plan.config().decision().deadLettersPerReason();
    Batch batch = new Batch(plan.topic(), kept, records, new TreeMap<>(rows));
    SinkWriter.Commit commit = sink.commit(batch, left);
    rows.putAll(commit.rows());
    warnOnce(commit.refusals());
    return commit.isDone();
  }

  /**
   * Warns only once: the ledger counts all refusals, and bad input must not fill the disk with
   * logs.
   */
  private void warnOnce(String refusals) {
    if (refusals != null && !warned) {
      warned = true;
      LOG.warn("{}: {}; no further refusals are logged", plan.topic(), refusals);
    }
  }
}
