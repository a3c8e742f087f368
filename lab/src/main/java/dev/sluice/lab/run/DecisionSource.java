// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.run;

import dev.sluice.engine.config.ByteOrderMark;
import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.EventsFile;
import dev.sluice.engine.config.FileFault;
import dev.sluice.engine.config.RulesFile;
import dev.sluice.model.EventMapping;
import dev.sluice.rules.RuleSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Objects;

/**
 * What makes a record an event, and an event relevant and timely; and where that came from.
 *
 * @param rulesName {@code default}, or the file's name
 * @param rules the rule set
 * @param events where the events' fields are, or null for the contract's own names
 * @param allowedLatenessMicros null for unlimited
 * @param allowedSkewMicros zero or more
 * @param deadLettersPerReason zero or more
 */
public record DecisionSource(
    String rulesName,
    RuleSet rules,
    EventsSource events,
    Long allowedLatenessMicros,
    long allowedSkewMicros,
    long deadLettersPerReason) {

  /** The name of the default rules. */
  static final String DEFAULT = "default";

  public DecisionSource {
    Objects.requireNonNull(rulesName, "rulesName");
    Objects.requireNonNull(rules, "rules");
  }

  /** A decision about events with the contract's own names. */
  public DecisionSource(
      String rulesName,
      RuleSet rules,
      Long allowedLatenessMicros,
      long allowedSkewMicros,
      long deadLettersPerReason) {
    this(rulesName, rules, null, allowedLatenessMicros, allowedSkewMicros, deadLettersPerReason);
  }

  /** The default rules and times. */
  public static DecisionSource defaults() {
    return of(DEFAULT, RulesFile.parse("rules.yaml", RulesFile.defaultRules()));
  }

  /**
   * The rules of a file, with the default times.
   *
   * @throws ConfigException if the file cannot be read, or its rules are wrong
   */
  public static DecisionSource ofFile(Path file) {
    try {
      return of(
          String.valueOf(file.getFileName()),
          RulesFile.parse(file.toString(), ByteOrderMark.read(file)));
    } catch (IOException e) {
      throw new ConfigException("--rules", file + ": " + FileFault.reason(file, e));
    }
  }

  private static DecisionSource of(String name, RuleSet rules) {
    return new DecisionSource(
        name,
        rules,
        EngineConfig.Decision.DEFAULT_LATENESS_MICROS,
        EngineConfig.Decision.DEFAULT_SKEW_MICROS,
        EngineConfig.Decision.DEFAULT_DEAD_LETTERS);
  }

  /** The same with other times and limits. */
  public DecisionSource with(Long latenessMicros, long skewMicros, long deadLetters) {
    return new DecisionSource(rulesName, rules, events, latenessMicros, skewMicros, deadLetters);
  }

  /**
   * The same with fields elsewhere.
   *
   * @param events null for the contract's own names
   */
  public DecisionSource withEvents(EventsSource events) {
    return new DecisionSource(
        rulesName, rules, events, allowedLatenessMicros, allowedSkewMicros, deadLettersPerReason);
  }

  /** Where the events' fields are, or null for the contract's own names. */
  public EventMapping mapping() {
    return events == null ? null : events.mapping();
  }

  /** Where the events' fields are: by the mapping, or else under the contract's own names. */
  public EventMapping fields() {
    return events == null ? EventMapping.PLAIN : events.mapping();
  }

  /** The same, but with these hosts tracked, such as the site of an access log. */
  public DecisionSource tracking(Collection<String> hosts) {
    RuleSet tracking = rules;
    for (String host : hosts) {
      tracking = tracking.withTrackedHost(host);
    }
    return new DecisionSource(
        rulesName,
        tracking,
        events,
        allowedLatenessMicros,
        allowedSkewMicros,
        deadLettersPerReason);
  }

  /**
   * Whether this decides as the labels of generated traffic assume: by the contract's own names and
   * the default rules and times.
   */
  boolean isWhatLabelsAssume() {
    // How many dead letters are kept changes no outcome.
    return with(
            allowedLatenessMicros, allowedSkewMicros, EngineConfig.Decision.DEFAULT_DEAD_LETTERS)
        .decision()
        .equals(defaults().decision());
  }

  /** The decision as engines and the oracle are configured with it. */
  public EngineConfig.Decision decision() {
    return new EngineConfig.Decision(
        RulesFile.canonicalJson(rules),
        events == null ? null : EventsFile.canonicalJson(events.mapping()),
        allowedLatenessMicros,
        allowedSkewMicros,
        deadLettersPerReason);
  }
}
