// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.throughput;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.RulesFile;
import dev.sluice.lab.run.DecisionSource;
import dev.sluice.rules.RuleSet;
import java.util.List;
import java.util.Locale;

/** What is drained: the two extremes of a sink's load, and the same events in another shape. */
public enum Selection {
  /** With the default rules: about a third passes. */
  FILTERED,
  /** Without rules: all events pass. */
  UNFILTERED,
  /** The events of {@link #FILTERED}, nested and under other names, found by a mapping. */
  MAPPED;

  /** Those that a bench drains unless others are named. */
  public static final List<Selection> USUAL = List.of(FILTERED, UNFILTERED);

  /** The rules, mapping and limits that select this much. */
  EngineConfig.Decision decision() {
    EngineConfig.Decision usual = DecisionSource.defaults().decision();
    return switch (this) {
      case FILTERED -> usual;
      case UNFILTERED -> decision(RulesFile.canonicalJson(new RuleSet(List.of())), null, usual);
      case MAPPED -> decision(usual.rulesJson(), MappedTraffic.MAPPING, usual);
    };
  }

  private static EngineConfig.Decision decision(
      String rules, String events, EngineConfig.Decision usual) {
    return new EngineConfig.Decision(
        rules,
        events,
        usual.allowedLatenessMicros(),
        usual.allowedSkewMicros(),
        usual.deadLettersPerReason());
  }

  /** Whether the events are in the other shape, and so in a topic of their own. */
  boolean isMapped() {
    return this == MAPPED;
  }

  /** The name in reports and on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
