// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import dev.sluice.lab.run.EventsSource;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option for where the fields of events are. */
final class EventsOption {

  static final String NAME = "--events";

  @SetsKey(value = "events", isCheckedByCommand = true)
  @Option(
      names = NAME,
      paramLabel = "FILE",
      description =
          "Where the fields of your own events are, in YAML or JSON, see docs/events.md (default: at"
              + " the contract's own names).")
  private String events;

  /** The value that was typed, or null. */
  String typed() {
    return events;
  }

  /**
   * The mapping of the file, or null if none is given.
   *
   * @throws dev.sluice.engine.config.ConfigException if the file cannot be read, or its mapping is
   *     wrong
   */
  EventsSource source() {
    return events == null ? null : EventsSource.ofFile(Path.of(events));
  }
}
