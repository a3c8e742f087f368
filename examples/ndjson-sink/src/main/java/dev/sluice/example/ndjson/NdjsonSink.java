// SPDX-License-Identifier: Apache-2.0
package dev.sluice.example.ndjson;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.ledger.LedgerException;
import dev.sluice.engine.ledger.LedgerRow;
import dev.sluice.engine.ledger.Pipeline;
import dev.sluice.engine.plan.Deadline;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.sink.Batch;
import dev.sluice.engine.sink.LedgerJson;
import dev.sluice.engine.sink.LedgerReader;
import dev.sluice.engine.sink.Row;
import dev.sluice.engine.sink.RowJson;
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
import java.util.function.Consumer;
import java.util.stream.Collectors;

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
    return StartRetry.until(until, target(), () -> publish(lines -> start(begun, starts, lines)));
  }

  /** Adds what is absent, unless the folder has another pipeline (R10). */
  private void start(Pipeline begun, Map<Integer, Long> starts, List<String> lines) {
    if (pipeline == null) {
      lines.add(line("pipeline", LedgerJson.of(begun)));
    }
    if (pipeline == null || begun.isContinuedBy(pipeline)) {
      starts.entrySet().stream()
          .filter(start -> !ledger.containsKey(start.getKey()))
          .map(at -> LedgerRow.start(at.getKey(), at.getValue()))
          .forEach(row -> lines.add(line("ledger", LedgerJson.of(begun.topic(), row))));
    }
  }

  @Override
  public SinkWriter writer(RunPlan plan) {
    return this;
  }

  @Override
  public SortedMap<Integer, LedgerRow> take(Set<Integer> taken, Duration left) throws SinkFault {
    // A single row cannot disappear, since files are only added.
    if (read().pipeline().isEmpty()) {
      throw new LedgerException(target() + " no longer has a pipeline", null);
    }
    Map<Integer, Long> starts = taken.stream().collect(Collectors.toMap(p -> p, p -> 0L)); // R15
    SortedMap<Integer, LedgerRow> rows = publish(lines -> start(pipeline, starts, lines)).ledger();
    rows.keySet().retainAll(taken);
    return rows;
  }

  /** A batch is done if the ledger has its moves, even if another writer made the same. */
  @Override
  public Commit commit(Batch batch, Duration left) throws SinkFault {
    SortedMap<Integer, LedgerRow> rows = publish(lines -> addBatch(batch, lines)).ledger();
    rows.keySet().retainAll(batch.assumed().keySet());
    return new Commit(rows.values().containsAll(batch.moved()), rows, null);
  }

  /** Adds a batch, unless the ledger is not as it assumes. */
  private void addBatch(Batch batch, List<String> lines) {
    if (ledger.entrySet().containsAll(batch.assumed().entrySet())) {
      add("processed_events", new RowJson(Row.Processed.COLUMNS), batch.processed(), lines);
      add("late_events", new RowJson(Row.LateEvent.COLUMNS), batch.late(), lines);
      add("dead_letters", new RowJson(Row.DeadLetter.COLUMNS), batch.deadLetters(), lines);
      batch.moved().forEach(row -> lines.add(line("ledger", LedgerJson.of(pipeline.topic(), row))));
    }
  }

  private static void add(String table, RowJson json, List<? extends Row> rows, List<String> to) {
    rows.forEach(row -> to.add(line(table, json.of(row))));
  }

  private static String line(String table, byte[] json) {
    return "{\"" + table + "\":" + new String(json, UTF_8) + "}";
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
      while (!Files.notExists(next())) {
        for (String line : Files.readAllLines(next())) {
          byte[] json = line.substring(line.indexOf(':') + 1, line.length() - 1).getBytes(UTF_8);
          if (line.startsWith("{\"pipeline\"")) {
            pipeline = LedgerJson.pipeline(json);
          } else if (line.startsWith("{\"ledger\"")) {
            LedgerRow row = LedgerJson.row(json);
            ledger.put(row.partition(), row);
          }
        }
        commits++;
      }
      return new SinkState(Optional.ofNullable(pipeline), ledger);
    } catch (IOException e) {
      throw SinkFault.passing(e.toString(), e);
    }
  }

  /** The file of the next commit. */
  private Path next() {
    return folder.resolve("%010d.ndjson".formatted(commits + 1));
  }

  /** Commits the lines that are added to what was read, if any; returns the state afterwards. */
  private synchronized SinkState publish(Consumer<List<String>> change) throws SinkFault {
    synchronized (LOCK) {
      try (FileChannel lock = FileChannel.open(folder.resolve("lock"), CREATE, WRITE)) {
        if (lock.tryLock() == null) { // does not wait, since the other process may be frozen
          throw new IOException("another process is writing to " + folder);
        }
        List<String> lines = new ArrayList<>();
        read();
        change.accept(lines);
        if (!lines.isEmpty()) {
          // What an interrupted commit left under this name is overwritten.
          move(Files.write(folder.resolve("next"), lines), next());
        }
        return read();
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
