// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands about the fields of events; they need no engine. */
@Command(
    name = "events",
    description = "Try a file of where your events' fields are, without an engine.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = EventsCheckCommand.class)
final class EventsCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "events: no subcommand given; use 'events check'");
  }
}
