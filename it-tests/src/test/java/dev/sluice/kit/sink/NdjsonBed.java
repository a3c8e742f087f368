// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.sink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** A folder of the example's files, behind a rename that can fail before or after it happens. */
final class NdjsonBed implements SinkBed {

  private static final ObjectMapper JSON = new ObjectMapper();

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
    Map<String, JsonNode> processed = new HashMap<>();
    List<String> late = new ArrayList<>();
    List<String> deadLetters = new ArrayList<>();
    Map<Integer, String> ledger = new HashMap<>();
    for (int number = 1; Files.exists(file(number)); number++) {
      for (String line : Files.readAllLines(file(number))) {
        JsonNode row = JSON.readTree(line);
        switch (row.get(0).textValue()) {
          case "pipeline" -> {}
          case "processed_events" ->
              processed.merge(row.get(3).textValue(), row, NdjsonBed::lowest);
          case "late_events" -> late.add(text(row, 7, 9));
          case "dead_letters" -> deadLetters.add(text(row, 4, 6));
          case "ledger" -> ledger.put(row.get(1).intValue(), ledgerText(row));
          default -> throw new IOException("unknown table: " + line);
        }
      }
    }
    return new SinkTables(
        processed.values().stream().map(row -> text(row)).toList(),
        late,
        deadLetters,
        List.copyOf(ledger.values()));
  }

  private Path file(int number) {
    return folder.resolve("%010d.ndjson".formatted(number));
  }

  private static JsonNode lowest(JsonNode one, JsonNode other) {
    return position(one).compareTo(position(other)) <= 0 ? one : other;
  }

  private static Position position(JsonNode row) {
    return new Position(row.get(1).intValue(), row.get(2).longValue());
  }

  /** The text of a row's values, which come after its table's name. */
  private static String text(JsonNode row, Integer... bytes) {
    Object[] values = new Object[row.size() - 1];
    for (int i = 1; i < row.size(); i++) {
      JsonNode value = row.get(i);
      values[i - 1] =
          value.isNull()
              ? null
              : List.of(bytes).contains(i)
                  ? Base64.getDecoder().decode(value.textValue())
                  : value.asText();
    }
    return SinkTables.line(values);
  }

  private static String ledgerText(JsonNode row) {
    Map<String, Long> counts = new HashMap<>();
    row.get(4)
        .properties()
        .forEach(count -> counts.put(count.getKey(), count.getValue().longValue()));
    return SinkTables.ledgerLine(
        row.get(1).intValue(), row.get(2).longValue(), row.get(3).longValue(), counts);
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
