// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.lab.events.EventsReport;
import dev.sluice.lab.events.EventsTrial;
import dev.sluice.lab.input.select.Inputs;
import dev.sluice.lab.report.Style;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows what becomes of one's own events, before an engine reads them. */
@Command(
    name = "check",
    description = {
      "Print what each field of your first records becomes, and what becomes of all records.",
      "Decides as the engines do, but starts no engine and no server. The exit code is 1 if no record"
          + " is an event."
    })
final class EventsCheckCommand implements Callable<Integer> {

  private static final int SHOWN = 3;
  private static final int NO_EVENT = 1;

  @Spec private CommandSpec spec;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "The records; the same as --input FILE.")
  private String file;

  @Mixin private DecisionOptions decision;
  @Mixin private InputArguments input;

  @Option(
      names = "--show",
      paramLabel = "N",
      defaultValue = "" + SHOWN,
      description = "How many of the first records to show (default: ${DEFAULT-VALUE}).")
  private int show;

  @Option(
      names = "--json",
      description =
          "Print JSON instead, one object per line, for each of these records, for each outcome, and"
              + " for each field that never occurs.")
  private boolean json;

  @Override
  public Integer call() {
    if (show < 0) {
      throw new ConfigException("--show", show + "; it must be zero or more");
    }
    InputChoice choice = InputChoice.of(input.options(file), decision);
    EventsTrial trial = EventsTrial.of(Inputs.open(choice.input()), choice.decision(), show);
    PrintWriter out = spec.commandLine().getOut();
    out.print(
        json ? EventsReport.json(trial) : EventsReport.console(trial, Style.ofStandardOutput()));
    out.flush();
    return trial.events() > 0 ? 0 : NO_EVENT;
  }
}
