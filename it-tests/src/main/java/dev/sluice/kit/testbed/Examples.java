// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.testbed;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.EventsFile;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.input.InputRecord;
import dev.sluice.lab.input.InputRecords;
import dev.sluice.lab.input.select.InputOptions;
import dev.sluice.lab.input.select.Inputs;
import dev.sluice.lab.run.DecisionSource;
import dev.sluice.model.EventMapping;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The examples of mappings in {@code examples/events}, as vectors: each line of the input, with the
 * outcome that was worked out by hand for the default rules and times.
 */
public final class Examples {

  /** The outcome of a copy, whose row is that of an earlier line. */
  private static final String DUPLICATE = "duplicate";

  private static final Path FOLDER = Path.of("examples", "events");
  private static final String MAPPING = ".yaml";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The names of all examples, sorted. */
  public static List<String> names() {
    try (Stream<Path> files = Files.list(folder())) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(MAPPING))
          .map(file -> file.substring(0, file.length() - MAPPING.length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(FOLDER + ": cannot be listed: " + e.getMessage(), e);
    }
  }

  /** Reads an example; its input is read as {@code compare} reads it, into one partition. */
  public static Vectors of(String name) {
    Path input = folder().resolve(name + ".ndjson");
    try {
      EventMapping mapping =
          EventsFile.parse(name + MAPPING, Files.readString(folder().resolve(name + MAPPING)));
      List<String> outcomes = Files.readAllLines(folder().resolve(name + ".expected.ndjson"));
      List<Vectors.Vector> all = new ArrayList<>();
      InputOptions options =
          InputOptions.from(input.toString()).withMapping(mapping).withPartitions(1);
      try (InputRecords records = Inputs.open(options).records()) {
        while (records.hasNext()) {
          JsonNode expected = JSON.readTree(outcomes.get(all.size()));
          all.add(vector("line " + (all.size() + 1), records.next(), expected));
        }
      }
      if (all.size() != outcomes.size()) {
        throw new IllegalStateException(
            "%s: has %d records, but %d outcomes".formatted(name, all.size(), outcomes.size()));
      }
      return new Vectors(
          "example " + name,
          JSON.readTree(DecisionSource.defaults().decision().rulesJson()),
          JSON.readTree(EventsFile.canonicalJson(mapping)),
          EngineConfig.Decision.DEFAULT_LATENESS_MICROS,
          EngineConfig.Decision.DEFAULT_SKEW_MICROS,
          all);
    } catch (IOException e) {
      throw new UncheckedIOException(name + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static Vectors.Vector vector(String line, InputRecord record, JsonNode expected) {
    String[] outcome = expected.get("outcome").textValue().split(":", 2);
    boolean duplicate = expected.has("duplicate_of");
    ObjectNode row = expected.deepCopy();
    row.remove(List.of("outcome", "duplicate_of", "lateness_micros"));
    JsonNode id = row.remove("event_id");
    row.put("identity", id == null ? "p:*" : "e:" + id.textValue());
    return new Vectors.Vector(
        line,
        "R1",
        record.timestampMillis(),
        record.value(),
        duplicate ? DUPLICATE : outcome[0],
        outcome.length == 1 ? null : outcome[1],
        row,
        expected.has("lateness_micros") ? expected.get("lateness_micros").longValue() : null);
  }

  private static Path folder() {
    return EngineCatalog.home().resolve(FOLDER);
  }

  private Examples() {}
}
