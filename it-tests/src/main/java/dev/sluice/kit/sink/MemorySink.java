// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.sink;

import dev.sluice.engine.ledger.LedgerException;
import dev.sluice.engine.ledger.LedgerRow;
import dev.sluice.engine.ledger.Pipeline;
import dev.sluice.engine.plan.Deadline;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.sink.Batch;
import dev.sluice.engine.sink.LedgerReader;
import dev.sluice.engine.sink.Row;
import dev.sluice.engine.sink.Sink;
import dev.sluice.engine.sink.SinkFault;
import dev.sluice.engine.sink.SinkState;
import dev.sluice.engine.sink.SinkWriter;
import dev.sluice.model.Position;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The reference: a sink whose place is this object. It is as short as a sink can be, and each step
 * is a method that can be overridden: the port's saboteurs are this sink with one faulty step.
 * Thread-safe.
 */
public class MemorySink implements Sink {

  /** The connection between a writer and the place: it can lose messages, and refuse them. */
  static final class Wire {
    private boolean losesRequest;
    private boolean losesReply;
    private boolean refuses;

    void loseNextRequest() {
      losesRequest = true;
    }

    void loseNextReply() {
      losesReply = true;
    }

    void refuseWrites(boolean refuse) {
      refuses = refuse;
    }

    /** Before a change is made. */
    void request() throws SinkFault {
      if (refuses) {
        throw SinkFault.passing("the memory is read-only", null);
      }
      if (losesRequest) {
        losesRequest = false;
        throw SinkFault.passing("the request is lost", null);
      }
    }

    /** After a change was made. */
    void reply() throws SinkFault {
      if (losesReply) {
        losesReply = false;
        throw SinkFault.passing("the reply is lost", null);
      }
    }
  }

  private final Wire wire = new Wire();
  private final SortedMap<Integer, LedgerRow> ledger = new TreeMap<>();
  private final Map<String, Row.Processed> processed = new HashMap<>();
  private final Map<Position, Row> late = new HashMap<>();
  private final Map<Position, Row> deadLetters = new HashMap<>();
  private Pipeline pipeline;

  /** The connection to the place. */
  Wire wire() {
    return wire;
  }

  @Override
  public String target() {
    return "memory";
  }

  @Override
  public String targetKey() {
    return "sink";
  }

  @Override
  public synchronized SinkState state(Deadline until) {
    return new SinkState(Optional.ofNullable(pipeline), ledger);
  }

  @Override
  public synchronized SinkState begin(
      Pipeline begun, SortedMap<Integer, Long> starts, Deadline until) {
    pipeline = pipeline == null ? begun : pipeline;
    if (isOf(begun)) {
      starts.forEach(this::insert);
    }
    return state(until);
  }

  /** Whether the place is of this pipeline. */
  protected boolean isOf(Pipeline begun) {
    return begun.isContinuedBy(pipeline);
  }

  /** Inserts the ledger row of a start if there is none. */
  protected void insert(int partition, long start) {
    ledger.putIfAbsent(partition, LedgerRow.start(partition, start));
  }

  /** The ledger, to be changed under this sink's lock only. */
  protected SortedMap<Integer, LedgerRow> ledger() {
    return ledger;
  }

  /** Commits a batch, or changes nothing. */
  protected SinkWriter.Commit commit(Batch batch) throws SinkFault {
    wire.request();
    SortedMap<Integer, LedgerRow> rows = rowsOf(batch.assumed().keySet());
    if (!isAsAssumed(rows, batch)) {
      return new SinkWriter.Commit(false, rows, null);
    }
    write(batch);
    move(batch);
    wire.reply();
    return new SinkWriter.Commit(true, rowsOf(batch.assumed().keySet()), null);
  }

  /** Compares the ledger with what a batch was made for. */
  protected boolean isAsAssumed(SortedMap<Integer, LedgerRow> rows, Batch batch) {
    return rows.equals(batch.assumed());
  }

  /** Writes a batch's rows. */
  protected void write(Batch batch) {
    batch.processed().forEach(this::write);
    batch.late().forEach(row -> late.putIfAbsent(row.position(), row));
    batch.deadLetters().forEach(row -> deadLetters.putIfAbsent(row.position(), row));
  }

  /** Writes an accepted event's row: of an identity, the lowest position is kept (R7). */
  protected void write(Row.Processed row) {
    processed.merge(
        row.identity(),
        row,
        (one, other) -> one.position().compareTo(other.position()) <= 0 ? one : other);
  }

  /** Replaces the row of an identity. */
  protected void replace(Row.Processed row) {
    processed.put(row.identity(), row);
  }

  /** Moves the ledger. */
  protected void move(Batch batch) {
    batch.moved().forEach(row -> ledger.put(row.partition(), row));
  }

  private SortedMap<Integer, LedgerRow> rowsOf(Set<Integer> partitions) {
    SortedMap<Integer, LedgerRow> rows = new TreeMap<>(ledger);
    rows.keySet().retainAll(partitions);
    return rows;
  }

  @Override
  public SinkWriter writer(RunPlan plan) {
    return new Writer(Set.copyOf(plan.starts().keySet()));
  }

  private final class Writer implements SinkWriter {
    private final Set<Integer> planned;

    Writer(Set<Integer> planned) {
      this.planned = planned;
    }

    @Override
    public String target() {
      return MemorySink.this.target();
    }

    @Override
    public SortedMap<Integer, LedgerRow> take(Set<Integer> partitions, Duration left) {
      synchronized (MemorySink.this) {
        for (int partition : partitions) {
          if (planned.contains(partition) && !ledger.containsKey(partition)) {
            throw new LedgerException("the ledger no longer has partition " + partition, null);
          }
          // R15: a partition that appears later starts at 0.
          ledger.putIfAbsent(partition, LedgerRow.start(partition, 0));
        }
        return rowsOf(partitions);
      }
    }

    @Override
    public Commit commit(Batch batch, Duration left) throws SinkFault {
      synchronized (MemorySink.this) {
        return MemorySink.this.commit(batch);
      }
    }

    @Override
    public void close() {
      // Nothing is open.
    }
  }

  @Override
  public LedgerReader reader() {
    return new LedgerReader() {
      @Override
      public SortedMap<Integer, LedgerRow> rows() {
        return state(Deadline.in(Duration.ZERO)).ledger();
      }

      @Override
      public void close() {
        // Nothing is open.
      }
    };
  }

  /** What the place holds. */
  synchronized SinkTables tables() {
    return new SinkTables(
        processed.values().stream().map(RowText::of).toList(),
        late.values().stream().map(RowText::of).toList(),
        deadLetters.values().stream().map(RowText::of).toList(),
        ledger.values().stream()
            .map(
                row ->
                    SinkTables.ledgerLine(
                        row.partition(), row.first(), row.next(), row.counts().asMap()))
            .toList());
  }
}
