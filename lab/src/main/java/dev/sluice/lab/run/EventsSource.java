// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.run;

import dev.sluice.engine.config.ByteOrderMark;
import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.EventsFile;
import dev.sluice.engine.config.FileFault;
import dev.sluice.model.EventMapping;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Where the fields of events are, and where that came from.
 *
 * @param name the file's name
 */
public record EventsSource(String name, EventMapping mapping) {

  private static final int HASH_SHOWN = 12;

  public EventsSource {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(mapping, "mapping");
  }

  /** The SHA-256 of the mapping in canonical JSON, as in the pipeline's row (R10). */
  public String sha256() {
    return EventsFile.sha256(mapping);
  }

  /** The name and the start of the hash, for a reader. */
  public String shown() {
    return name + " · sha256 " + sha256().substring(0, HASH_SHOWN);
  }

  /**
   * The mapping of a file.
   *
   * @throws ConfigException if the file cannot be read, or its mapping is wrong
   */
  public static EventsSource ofFile(Path file) {
    try {
      return new EventsSource(
          String.valueOf(file.getFileName()),
          EventsFile.parse(file.toString(), ByteOrderMark.read(file)));
    } catch (IOException e) {
      throw new ConfigException("--events", file + ": " + FileFault.reason(file, e));
    }
  }
}
