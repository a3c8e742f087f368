// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.lab.run.DecisionSource;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that define what an event is, and which events are relevant and timely. */
final class DecisionOptions {

  @SetsKey(value = "rules", isCheckedByCommand = true)
  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description = "The rules, in YAML or JSON (default: rules.yaml of this project).")
  private Path rules;

  @Mixin private EventsOption events = new EventsOption();

  @SetsKey("allowed.lateness.micros")
  @Option(
      names = "--lateness",
      paramLabel = "TIME",
      converter = MicrosConverter.OrUnlimited.class,
      defaultValue = EngineConfig.Decision.DEFAULT_LATENESS_MICROS / 1_000_000 + "s",
      description =
          "How long an event may take to arrive: 15s, 500ms, 2m, unlimited (${DEFAULT-VALUE}).")
  private MicrosConverter.Micros lateness;

  @SetsKey("allowed.skew.micros")
  @Option(
      names = "--skew",
      paramLabel = "TIME",
      converter = MicrosConverter.class,
      defaultValue = EngineConfig.Decision.DEFAULT_SKEW_MICROS / 1_000_000 + "s",
      description = "How far ahead of its record an event may be (${DEFAULT-VALUE}).")
  private MicrosConverter.Micros skew;

  @SetsKey("dead.letters.per.reason")
  @Option(
      names = "--dead-letters",
      paramLabel = "N",
      defaultValue = "" + EngineConfig.Decision.DEFAULT_DEAD_LETTERS,
      description = "How many dead letters to keep per partition and reason (${DEFAULT-VALUE}).")
  private long deadLetters;

  /** The rules, fields and times that the user chose. */
  DecisionSource source() {
    return rulesAndTimes().withEvents(events.source());
  }

  /** The option for the fields. */
  EventsOption events() {
    return events;
  }

  /** The same as {@link #source}, but without the fields. */
  DecisionSource rulesAndTimes() {
    DecisionSource source =
        rules == null ? DecisionSource.defaults() : DecisionSource.ofFile(rules);
    return source.with(lateness.orUnlimited(), skew.orUnlimited(), deadLetters);
  }
}
