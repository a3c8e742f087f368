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
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a batch of decided records and writes rows, late events, dead letters and the ledger in one
 * commit of a sink (R9). When a batch is written is up to the caller, usually a {@link
 * WriteBehind}. One writer belongs to one thread; it is not thread-safe. Within a partition,
 * records must come in offset order; if an offset is lower than the one before, the writer assumes
 * that the partition is read again, as after {@link #release}.
 */
public final class LedgerWriter implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LedgerWriter.class);

  private final RunPlan plan;
  private final SinkWriter sink;
  private final LogProbe probe;
  private final Retry retry;
  private final WriteListener listener;
  private final CommitTally tally;
  private final TreeMap<Integer, PartitionBuffer> buffers = new TreeMap<>();

  private boolean closed;
  private boolean warned;

  private LedgerWriter(RunPlan plan, SinkWriter sink, LogProbe probe, WriteListener listener) {
    this.plan = plan;
    this.sink = sink;
    this.probe = probe;
    this.listener = listener;
    this.tally = new CommitTally(listener);
    this.retry =
        new Retry(
            "writing " + plan.topic() + " to " + sink.target(),
            plan.config().retryDeadlineMillis(),
            Ticker.SYSTEM,
            bound -> ThreadLocalRandom.current().nextLong(bound),
            listener::retrying);
  }

  /** Opens a writer for a run, to its sink and with its log; connects at the first flush. */
  public static LedgerWriter open(RunPlan plan) {
    return open(plan, WriteListener.NONE);
  }

  /**
   * The same.
   *
   * @param listener called besides the listener of the run in this process
   */
  static LedgerWriter open(RunPlan plan, WriteListener listener) {
    return open(
        plan,
        SinkType.of(plan.config()).writer(plan),
        LogProbe.of(plan.config().kafka(), plan.patience()),
        WriteListener.both(listener, WriteListeners.of(plan)));
  }

  /**
   * Opens a writer for a run, with the listener of the run in this process.
   *
   * @param sink closed with this writer
   */
  public static LedgerWriter open(RunPlan plan, SinkWriter sink, LogProbe probe) {
    return open(plan, sink, probe, WriteListeners.of(plan));
  }

  /**
   * Opens a writer for a run.
   *
   * @param sink closed with this writer
   * @param listener called by this writer's thread
   */
  public static LedgerWriter open(
      RunPlan plan, SinkWriter sink, LogProbe probe, WriteListener listener) {
    return new LedgerWriter(plan, sink, probe, listener);
  }

  /**
   * Adds one record to the batch, filtered ones too; writes nothing. The record must be part of the
   * run, which the engine asks before it decides (R16).
   */
  public void add(DecidedRecord decision) {
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
    buffer.add(decision);
  }

  /**
   * Writes the batch; when it returns, all of it is committed. When it throws, the batch is
   * unchanged, and only the ledger shows whether the last commit succeeded.
   *
   * @throws GapException if a partition's records do not continue from the ledger (R9)
   * @throws LedgerException if the sink could not be written until the retry deadline, or refuses
   *     for a reason that retrying does not fix
   */
  public void flush() {
    SortedMap<Integer, PartitionBuffer> filled = new TreeMap<>(buffers);
    filled.values().removeIf(PartitionBuffer::isEmpty);
    if (filled.isEmpty()) {
      return;
    }
    int records = filled.values().stream().mapToInt(PartitionBuffer::size).sum();
    long begin = System.nanoTime();
    Map<Position, OptionalLong> probed = new HashMap<>();
    retry.run(left -> write(filled, probed, left));
    listener.flushed(records, Duration.ofNanos(System.nanoTime() - begin));
  }

  /**
   * Forgets a partition that now belongs to another writer: drops its records in the batch, and
   * treats its next record as the first. Does nothing for an unknown partition.
   */
  public void release(int partition) {
    buffers.remove(partition);
  }

  /** Drops the batch, and closes the sink; never throws for a broken connection. */
  @Override
  public void close() {
    closed = true;
    buffers.clear();
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
        SortedMap<Integer, LedgerRow> taken = sink.take(unknown, left.get());
        tally.seen(taken);
        rows.putAll(taken);
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
    SinkWriter.Commit commit;
    try {
      commit = sink.commit(batch, left);
    } catch (SinkFault e) {
      tally.unknown(batch);
      throw e;
    }
    if (commit.isDone()) {
      tally.done(batch, commit.rows());
    } else {
      tally.seen(commit.rows());
    }
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
