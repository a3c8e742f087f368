// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import dev.sluice.model.EventMapping;

/**
 * Reads from YAML 1.2 or its subset JSON where the fields of events are, and writes the canonical
 * JSON of it. The meaning is that of the contract (R1, R6).
 */
public final class EventsFile {

  /**
   * Parses a file of fields.
   *
   * @param name the file's name in errors
   * @param text its content
   * @throws ConfigException naming file, line, field, key and the allowed values
   */
  public static EventMapping parse(String name, String text) {
    return EventsReader.read(name, text);
  }

  /**
   * One line of JSON, fields and keys in fixed order, without keys that have their default; {@link
   * #parse} reads an equal mapping from it.
   */
  public static String canonicalJson(EventMapping mapping) {
    return EventsJson.write(mapping);
  }

  /** The identity of a mapping: the SHA-256 of its canonical JSON in UTF-8, in lower-case hex. */
  public static String sha256(EventMapping mapping) {
    return Sha256.hex(canonicalJson(mapping));
  }

  private EventsFile() {}
}
