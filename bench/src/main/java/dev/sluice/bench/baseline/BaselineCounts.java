// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.baseline;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.engine.config.EngineConfig;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The counts of a baseline that writes no rows, for the comparison with the oracle. The baseline
 * leaves them in its state folder.
 *
 * @param records all records
 * @param accepted records that would become a row; 0 if nothing was decided
 * @param late records that are too late
 * @param filtered records that a rule drops
 * @param malformed records that are not events
 */
public record BaselineCounts(
    long records, long accepted, long late, long filtered, long malformed) {

  private static final String FILE = "seen.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads the counts that a baseline has left.
   *
   * @throws IOException if it has left none
   */
  public static BaselineCounts read(EngineConfig config) throws IOException {
    return JSON.readValue(file(config).toFile(), BaselineCounts.class);
  }

  void write(EngineConfig config) throws IOException {
    JSON.writeValue(file(config).toFile(), this);
  }

  private static Path file(EngineConfig config) {
    return Path.of(config.stateDir()).resolve(FILE);
  }
}
