package dev.sluice.bench.baseline;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.engine.config.EngineConfig;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What a baseline that writes nothing has seen, so that it can be held against the oracle: left in
 * its state folder.
 *
 * @param records all of them
 * @param accepted those that would leave a row; 0 where nothing was decided
 * @param late those that came too late
 * @param filtered those that a rule drops
 * @param malformed those that are no events
 */
public record BaselineCounts(
    long records, long accepted, long late, long filtered, long malformed) {

  private static final String FILE = "seen.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads what a baseline has left.
   *
   * @throws IOException where it has left nothing
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
