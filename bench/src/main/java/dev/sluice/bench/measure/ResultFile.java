// SPDX-License-Identifier: Apache-2.0
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
 * The results so far: a line with the plan, then one line each, so that a bench that was stopped
 * can resume. Not thread-safe.
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
   * Opens a section's file in a folder, or creates it.
   *
   * @param section the section's name, which is also the file's
   * @param plan a record; results of different plans are never mixed
   * @throws ConfigException if the folder holds results of a different plan
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
            folder
                + " holds results of a different plan ("
                + section
                + "); name another folder, or omit --out");
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
        // The last line of a run that was killed while writing; it is measured again.
        return;
      }
    }
  }

  /** Adds a result to the file. */
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
