// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.lab.input.AgentInput;
import dev.sluice.lab.input.Input;
import dev.sluice.lab.input.select.InputOptions;
import dev.sluice.lab.input.select.Inputs;
import dev.sluice.lab.report.Style;
import dev.sluice.lab.rules.RulesTable;
import dev.sluice.lab.rules.RulesTrial;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what rules would do, before an engine uses them. */
@Command(
    name = "test",
    description = {
      "Print what rules do with user agents, or with an input: rule by rule, with examples.",
      "Decides as the engines do, but starts no engine and no server."
    })
final class RulesTestCommand implements Runnable {

  private static final int EXAMPLES = 3;

  @Spec private CommandSpec spec;

  @Mixin private DecisionOptions decision;

  @Option(
      names = "--agents",
      paramLabel = "FILE",
      description = "User agents to try the rules on, one per line; '-' is standard input.")
  private String agents;

  @Mixin private InputArguments input;

  @Option(
      names = "--examples",
      paramLabel = "N",
      defaultValue = "" + EXAMPLES,
      description =
          "How many different examples to show of each outcome (default: ${DEFAULT-VALUE}).")
  private int examples;

  @Option(
      names = "--json",
      description = "Print JSON instead, one object per line, one for each outcome.")
  private boolean json;

  @Override
  public void run() {
    if (examples < 0) {
      throw new ConfigException("--examples", examples + "; it must be zero or more");
    }
    InputChoice choice = InputChoice.of(input.options(), decision);
    RulesTrial trial = RulesTrial.of(opened(choice.input()), choice.decision(), examples);
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? RulesTable.json(trial) : RulesTable.console(trial, Style.ofStandardOutput()));
    out.flush();
  }

  private Input opened(InputOptions options) {
    if (agents == null) {
      return Inputs.open(options);
    }
    if (options.mapping() != null) {
      throw new ConfigException(
          EventsOption.NAME, "applies only to JSON lines, not to --agents; remove one of them");
    }
    if (!options.equals(InputOptions.generated())) {
      throw new ConfigException(
          "--agents", "is an input, and so is another option; remove one of them");
    }
    return AgentInput.open(agents);
  }
}
