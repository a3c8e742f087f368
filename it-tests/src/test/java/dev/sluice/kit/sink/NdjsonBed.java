// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.sink;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.SinkSettings;
import dev.sluice.engine.sink.Sink;
import dev.sluice.engine.sink.SinkCapability;
import dev.sluice.example.ndjson.NdjsonSink;
import dev.sluice.example.ndjson.NdjsonSinkType;
import dev.sluice.model.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** A folder of the example's files, behind a rename that can fail before or after it happens. */
final class NdjsonBed implements SinkBed {

  private final Path folder;
  private final AtomicBoolean losesRequest = new AtomicBoolean();
  private final AtomicBoolean losesReply = new AtomicBoolean();
  private volatile boolean refuses;

  private NdjsonBed(Path folder) {
    this.folder = folder;
  }

  /** An empty folder. */
  static NdjsonBed open() throws IOException {
    return new NdjsonBed(Files.createTempDirectory("sluice-ndjson"));
  }

  @Override
  public EngineConfig config(EngineConfig base) {
    return base.withSink(new SinkSettings("ndjson", Map.of("ndjson.folder", folder.toString())));
  }

  @Override
  public Sink sink(EngineConfig config) {
    return new NdjsonSink(config) {
      @Override
      protected void move(Path from, Path to) throws IOException {
        if (refuses) {
          throw new IOException("the folder is read-only");
        }
        if (losesRequest.getAndSet(false)) {
          throw new IOException("the request is lost");
        }
        super.move(from, to);
        if (losesReply.getAndSet(false)) {
          throw new IOException("the reply is lost");
        }
      }
    };
  }

  @Override
  public Set<SinkCapability> declines() {
    return new NdjsonSinkType().declines().keySet();
  }

  /** What a reader makes of the files, in the order of their numbers. */
  @Override
  public SinkTables tables() throws IOException {
    RowLines rows = new RowLines();
    Map<String, JsonNode> processed = new HashMap<>();
    Map<Integer, JsonNode> ledger = new HashMap<>();
    for (int number = 1; Files.exists(file(number)); number++) {
      for (String line : Files.readAllLines(file(number))) {
        Map.Entry<String, JsonNode> of = RowLines.parse(line).properties().iterator().next();
        JsonNode row = of.getValue();
        switch (of.getKey()) {
          case "pipeline" -> {}
          case "processed_events" ->
              processed.merge(row.get("identity").textValue(), row, NdjsonBed::lowest);
          case "late_events", "dead_letters" -> rows.add(of.getKey(), row);
          case "ledger" -> ledger.put(row.get("partition").intValue(), row);
          default -> throw new IOException("unknown table: " + line);
        }
      }
    }
    processed.values().forEach(row -> rows.add("processed_events", row));
    ledger.values().forEach(row -> rows.add("ledger", row));
    return rows.tables();
  }

  private Path file(int number) {
    return folder.resolve("%010d.ndjson".formatted(number));
  }

  private static JsonNode lowest(JsonNode one, JsonNode other) {
    return position(one).compareTo(position(other)) <= 0 ? one : other;
  }

  private static Position position(JsonNode row) {
    return new Position(
        row.get("source_partition").intValue(), row.get("source_offset").longValue());
  }

  @Override
  public void loseNextRequest() {
    losesRequest.set(true);
  }

  @Override
  public void loseNextReply() {
    losesReply.set(true);
  }

  @Override
  public void disconnect() {
    // There are no connections.
  }

  @Override
  public void refuseWrites(boolean refuse) {
    refuses = refuse;
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
