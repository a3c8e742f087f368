package dev.sluice.bench.measure;

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
 *
 * @param <T> a record that Jackson can write and read
 */
public final class ResultFile<T> {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final List<T> results;

  private ResultFile(Path file, List<T> results) {
    this.file = file;
    this.results = results;
  }

  /**
   * Opens the file of a folder, or begins it.
   *
   * @param section whose results they are; the file is named so
   * @param plan a record; results of two plans are not told together
   * @throws ConfigException where the folder holds results of another plan
   */
  public static <T> ResultFile<T> open(Path folder, String section, Object plan, Class<T> type)
      throws IOException {
    Path file = folder.resolve(section + ".ndjson");
    String head = JSON.writeValueAsString(plan);
    List<T> results = new ArrayList<>();
    if (Files.exists(file)) {
      List<String> lines = Files.readAllLines(file);
      if (lines.isEmpty() || !lines.get(0).equals(head)) {
        throw new ConfigException(
            "--out",
            folder + " holds a bench of another plan (" + section + "); name another, or none");
      }
      read(lines.subList(1, lines.size()), type, results);
    }
    ResultFile<T> opened = new ResultFile<>(file, results);
    opened.rewrite(head);
    return opened;
  }

  private static <T> void read(List<String> lines, Class<T> type, List<T> results) {
    for (String line : lines) {
      try {
        results.add(JSON.readValue(line, type));
      } catch (JsonProcessingException cutShort) {
        // The last line of a run that was killed while it wrote; what follows is written anew.
        return;
      }
    }
  }

  /** Keeps a result. */
  public void add(T result) throws IOException {
    results.add(result);
    Files.writeString(file, JSON.writeValueAsString(result) + "\n", StandardOpenOption.APPEND);
  }

  /** All results, in the order in which they were measured. */
  public List<T> results() {
    return List.copyOf(results);
  }

  private void rewrite(String plan) throws IOException {
    StringBuilder text = new StringBuilder(plan).append('\n');
    for (T result : results) {
      text.append(JSON.writeValueAsString(result)).append('\n');
    }
    Files.writeString(file, text);
  }
}
