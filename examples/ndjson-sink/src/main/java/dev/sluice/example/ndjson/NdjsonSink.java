// SPDX-License-Identifier: Apache-2.0
package dev.sluice.example.ndjson;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.ledger.Counts;
import dev.sluice.engine.ledger.LedgerException;
import dev.sluice.engine.ledger.LedgerRow;
import dev.sluice.engine.ledger.Pipeline;
import dev.sluice.engine.plan.Deadline;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.sink.Batch;
import dev.sluice.engine.sink.LedgerReader;
import dev.sluice.engine.sink.Sink;
import dev.sluice.engine.sink.SinkFault;
import dev.sluice.engine.sink.SinkState;
import dev.sluice.engine.sink.SinkWriter;
import dev.sluice.engine.sink.StartRetry;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * A folder with one file for each commit. A file gets its name, the commit's number, by an atomic
 * rename and does not change afterwards, so a reader sees a commit or nothing of it (R9). The sink
 * is its own writer and reader, since nothing stays open between two calls. Thread-safe.
 */
public class NdjsonSink implements Sink, SinkWriter, LedgerReader {

  /**
   * Held during a commit, since a file's lock keeps out other processes only. It is a literal: one
   * object for all class loaders, of which each job of an engine may have its own.
   */
  private static final String LOCK = "dev.sluice.example.ndjson";

  private final Path folder;

  /** What the files up to a number have: they do not change, so each is read once. */
  private long commits;

  private Pipeline pipeline;
  private final SortedMap<Integer, LedgerRow> ledger = new TreeMap<>();

  public NdjsonSink(EngineConfig config) {
    folder = Path.of(config.sink().text(NdjsonSinkType.FOLDER.key()));
  }

  @Override
  public String target() {
    return "folder " + folder;
  }

  @Override
  public String targetKey() {
    return NdjsonSinkType.FOLDER.key();
  }

  @Override
  public SinkState state(Deadline until) {
    if (!Files.isDirectory(folder)) {
      throw new ConfigException(targetKey(), folder + " is not a folder; create it");
    }
    return StartRetry.until(until, target(), this::read);
  }

  @Override
  public SinkState begin(Pipeline begun, SortedMap<Integer, Long> starts, Deadline until) {
    return StartRetry.until(
        until,
        target(),
        () -> {
          publish((before, lines) -> addStart(begun, starts, before, lines));
          return read();
        });
  }

  /** Adds what is absent, unless the folder has another pipeline (R10). */
  private static void addStart(
      Pipeline begun, Map<Integer, Long> starts, SinkState before, List<String> lines) {
    if (before.pipeline().isEmpty()) {
      lines.add(NdjsonLine.of(begun));
    }
    if (begun.isContinuedBy(before.pipeline().orElse(begun))) {
      Map<Integer, Long> absent = new TreeMap<>(starts);
      absent.keySet().removeAll(before.ledger().keySet());
      absent.forEach((p, at) -> lines.add(NdjsonLine.of(new LedgerRow(p, at, at, Counts.NONE))));
    }
  }

  @Override
  public SinkWriter writer(RunPlan plan) {
    return this;
  }

  @Override
  public SortedMap<Integer, LedgerRow> take(Set<Integer> partitions, Duration left)
      throws SinkFault {
    // A single row cannot disappear, since files are only added.
    Pipeline begun =
        read()
            .pipeline()
            .orElseThrow(() -> new LedgerException(target() + " no longer has a pipeline", null));
    Map<Integer, Long> starts = new TreeMap<>();
    partitions.forEach(partition -> starts.put(partition, 0L));
    publish((before, lines) -> addStart(begun, starts, before, lines));
    return ledger(partitions);
  }

  @Override
  public Commit commit(Batch batch, Duration left) throws SinkFault {
    SortedMap<Integer, LedgerRow> rows = new TreeMap<>(batch.assumed());
    if (!publish((before, lines) -> addBatch(batch, before, lines))) {
      return new Commit(false, ledger(rows.keySet()), null);
    }
    batch.moved().forEach(row -> rows.put(row.partition(), row));
    return new Commit(true, rows, null);
  }

  /** Adds a batch, unless the ledger is not as it assumes. */
  private static void addBatch(Batch batch, SinkState before, List<String> lines) {
    if (before.ledger().entrySet().containsAll(batch.assumed().entrySet())) {
      batch.processed().forEach(row -> lines.add(NdjsonLine.of("processed_events", row)));
      batch.late().forEach(row -> lines.add(NdjsonLine.of("late_events", row)));
      batch.deadLetters().forEach(row -> lines.add(NdjsonLine.of("dead_letters", row)));
      batch.moved().forEach(row -> lines.add(NdjsonLine.of(row)));
    }
  }

  private SortedMap<Integer, LedgerRow> ledger(Set<Integer> partitions) throws SinkFault {
    SortedMap<Integer, LedgerRow> rows = rows();
    rows.keySet().retainAll(partitions);
    return rows;
  }

  @Override
  public LedgerReader reader() {
    return this;
  }

  @Override
  public SortedMap<Integer, LedgerRow> rows() throws SinkFault {
    return read().ledger();
  }

  /**
   * Reads the files that are new. Needs no file lock, since a file that has a number is complete. A
   * file that may exist is read, and fails, so that it cannot be overwritten as missing.
   */
  private synchronized SinkState read() throws SinkFault {
    try {
      for (Path file = file(commits + 1); !Files.notExists(file); file = file(commits + 1)) {
        for (String line : Files.readAllLines(file)) {
          read(line);
        }
        commits++;
      }
      return new SinkState(Optional.ofNullable(pipeline), ledger);
    } catch (IOException e) {
      throw SinkFault.passing(e.toString(), e);
    }
  }

  private void read(String line) {
    if (line.startsWith("[\"pipeline\"")) {
      pipeline = NdjsonLine.pipeline(line);
    } else if (line.startsWith("[\"ledger\"")) {
      LedgerRow row = NdjsonLine.ledgerRow(line);
      ledger.put(row.partition(), row);
    }
  }

  private Path file(long number) {
    return folder.resolve("%010d.ndjson".formatted(number));
  }

  /** Commits the lines that are added for the state before them; returns whether there are any. */
  private boolean publish(BiConsumer<SinkState, List<String>> change) throws SinkFault {
    synchronized (LOCK) {
      try (FileChannel lock = FileChannel.open(folder.resolve("lock"), CREATE, WRITE)) {
        if (lock.tryLock() == null) { // does not wait, since the other process may be frozen
          throw new IOException("another process is writing to " + folder);
        }
        List<String> lines = new ArrayList<>();
        change.accept(read(), lines);
        if (!lines.isEmpty()) {
          // What an interrupted commit left under this name is overwritten.
          move(Files.write(folder.resolve("next"), lines), file(commits + 1));
        }
        return !lines.isEmpty();
      } catch (IOException e) {
        throw SinkFault.passing(e.toString(), e);
      }
    }
  }

  /** Makes a commit visible: the step that a test can disturb. */
  protected void move(Path from, Path to) throws IOException {
    Files.move(from, to, ATOMIC_MOVE);
  }

  @Override
  public void close() {
    // Nothing is open.
  }
}
