package dev.sluice.bench.throughput;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.engine.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * What was measured so far, a line each behind the plan's, so that a bench that was stopped goes on
 * where it was. Not thread-safe.
 */
final class CellFile {

  private static final String NAME = "cells.ndjson";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final List<Cell> cells;

  private CellFile(Path file, List<Cell> cells) {
    this.file = file;
    this.cells = cells;
  }

  /**
   * Opens the file of a folder, or begins it.
   *
   * @throws ConfigException where the folder holds a bench of another plan
   */
  static CellFile open(Path folder, BenchPlan plan) throws IOException {
    Path file = folder.resolve(NAME);
    if (!Files.exists(file)) {
      Files.writeString(file, JSON.writeValueAsString(plan) + "\n");
      return new CellFile(file, new ArrayList<>());
    }
    List<String> lines = Files.readAllLines(file);
    if (lines.isEmpty() || !JSON.readValue(lines.get(0), BenchPlan.class).equals(plan)) {
      throw new ConfigException(
          "--out", folder + " holds a bench of another plan; name another folder, or none");
    }
    List<Cell> cells = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      try {
        cells.add(JSON.readValue(line, Cell.class));
      } catch (JsonProcessingException cutShort) {
        // The last line of a run that was killed while it wrote; what follows is written anew.
        break;
      }
    }
    CellFile opened = new CellFile(file, cells);
    opened.rewrite(lines.get(0));
    return opened;
  }

  /** Whether a place of the plan was measured. */
  boolean has(Selection input, String contestant, int round) {
    return cells.stream().anyMatch(cell -> cell.isAt(input, contestant, round));
  }

  /** Keeps a result. */
  void add(Cell cell) throws IOException {
    cells.add(cell);
    Files.writeString(file, JSON.writeValueAsString(cell) + "\n", StandardOpenOption.APPEND);
  }

  /** All results, in the order in which they were measured. */
  List<Cell> cells() {
    return List.copyOf(cells);
  }

  private void rewrite(String plan) throws IOException {
    StringBuilder text = new StringBuilder(plan).append('\n');
    for (Cell cell : cells) {
      text.append(JSON.writeValueAsString(cell)).append('\n');
    }
    Files.writeString(file, text);
  }
}
