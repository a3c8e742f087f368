// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.compare.report;

import java.util.List;

/**
 * The settings of the decision, the same for every engine.
 *
 * @param allowedLatenessMicros null for unlimited
 * @param allowedSkewMicros zero or more
 * @param deadLettersPerReason how many dead letters are kept per partition and reason
 * @param rulesSource such as {@code default}, or a file's name
 * @param rulesSha256 of the canonical rule set, in hex
 * @param rules the rules' names in their order
 * @param eventsSource the file's name of where the events' fields are; null for the contract's own
 *     names
 * @param eventsSha256 of that mapping in canonical JSON, in hex; null without one
 */
public record DecisionSettings(
    Long allowedLatenessMicros,
    long allowedSkewMicros,
    long deadLettersPerReason,
    String rulesSource,
    String rulesSha256,
    List<String> rules,
    String eventsSource,
    String eventsSha256) {

  public DecisionSettings {
    rules = List.copyOf(rules);
  }
}
