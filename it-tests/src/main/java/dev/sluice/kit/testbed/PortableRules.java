// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.testbed;

import dev.sluice.lab.engine.Capability;
import dev.sluice.lab.engine.EngineMode;
import dev.sluice.lab.run.DecisionSource;
import dev.sluice.rules.RuleSet;

/** The default rules, without those whose conditions an engine declines. */
final class PortableRules {

  /** A default rule and the capability that it needs. */
  private record Need(String rule, Capability capability) {}

  private static final java.util.List<Need> NEEDS =
      java.util.List.of(
          new Need("internal_clients", Capability.IN_RANGE),
          new Need("failed_requests", Capability.BETWEEN));

  static DecisionSource of(EngineMode mode) {
    DecisionSource all = DecisionSource.defaults();
    RuleSet rules =
        new RuleSet(
            all.rules().rules().stream()
                .filter(
                    rule ->
                        NEEDS.stream()
                            .noneMatch(
                                need ->
                                    need.rule().equals(rule.name())
                                        && !mode.can(need.capability())))
                .toList());
    return rules.equals(all.rules())
        ? all
        : new DecisionSource(
            "default, without declined conditions",
            rules,
            all.allowedLatenessMicros(),
            all.allowedSkewMicros(),
            all.deadLettersPerReason());
  }

  private PortableRules() {}
}
