// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.rules;

import dev.sluice.lab.input.AgentInput;
import dev.sluice.lab.input.Input;
import dev.sluice.lab.input.InputFacts;
import dev.sluice.lab.oracle.OutcomeCounts;
import dev.sluice.lab.run.DecisionSource;
import dev.sluice.lab.run.InputDecisions;
import dev.sluice.model.Reason;
import dev.sluice.rules.Rule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What rules do with an input: decided by the code that every engine uses, without an engine.
 *
 * @param input what was seen of the input
 * @param source the rules and times, with the input's own hosts tracked
 * @param endings each rule in its order, even if it dropped nothing; then the accepted records;
 *     then late and malformed records, if there are any
 */
public record RulesTrial(InputFacts input, DecisionSource source, List<Ending> endings) {

  /**
   * One outcome, and the records that had it.
   *
   * @param key the ledger's (R9), such as {@code filtered:bots}
   * @param count how many records had it
   * @param examples the first records that differ, each shown by what decided it
   */
  public record Ending(String key, long count, List<String> examples) {
    public Ending {
      examples = List.copyOf(examples);
    }
  }

  private static final class Tally {
    private final Set<String> examples = new LinkedHashSet<>();
    private long count;
  }

  /** Shows records by the rules that decided them, which may change with the input's hosts. */
  private static final class Examples {
    private final Input input;
    private DecisionSource source;
    private Example example;

    Examples(Input input) {
      this.input = input;
    }

    Example of(DecisionSource used) {
      if (!used.equals(source)) {
        source = used;
        example = new Example(used, input.facts().format().equals(AgentInput.FORMAT));
      }
      return example;
    }
  }

  public RulesTrial {
    endings = List.copyOf(endings);
  }

  /** How many records there were. */
  public long records() {
    return endings.stream().mapToLong(Ending::count).sum();
  }

  /**
   * Decides all records of an input.
   *
   * @param examples how many to keep of each outcome
   */
  public static RulesTrial of(Input input, DecisionSource asked, int examples) {
    Map<String, Tally> tallies = new LinkedHashMap<>();
    asked.rules().rules().forEach(rule -> tallies.put("filtered:" + rule.name(), new Tally()));
    tallies.put("accepted", new Tally());
    tallies.put("late", new Tally());
    for (Reason reason : Reason.values()) {
      tallies.put("malformed:" + reason.code(), new Tally());
    }
    Examples shown = new Examples(input);
    DecisionSource source =
        InputDecisions.each(
            input,
            asked,
            (record, outcome, used) -> {
              Tally tally = tallies.get(OutcomeCounts.key(outcome));
              tally.count++;
              if (tally.examples.size() < examples) {
                tally.examples.add(shown.of(used).of(record.value(), outcome));
              }
            });
    return new RulesTrial(input.facts(), source, endings(tallies, asked.rules().rules()));
  }

  private static List<Ending> endings(Map<String, Tally> tallies, List<Rule> rules) {
    List<Ending> endings = new ArrayList<>();
    tallies.forEach(
        (key, tally) -> {
          // The first are the rules, then the accepted records.
          if (endings.size() <= rules.size() || tally.count > 0) {
            endings.add(new Ending(key, tally.count, List.copyOf(tally.examples)));
          }
        });
    return endings;
  }
}
