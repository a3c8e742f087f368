// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands about rules; they need no engine. */
@Command(
    name = "rules",
    description = "Try a rules file, without an engine.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = RulesTestCommand.class)
final class RulesCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "rules: no subcommand given; use 'rules test'");
  }
}
