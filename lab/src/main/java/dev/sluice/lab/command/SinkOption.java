// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import dev.sluice.lab.run.SinkKind;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The option for the one sink that is written to. */
public final class SinkOption {

  @SetsKey("sink")
  @Option(
      names = "--sink",
      paramLabel = "NAME",
      defaultValue = "postgres",
      description = "Where the rows go: postgres or kafka (default: ${DEFAULT-VALUE}).")
  private String name;

  /**
   * The kind of sink that was named.
   *
   * @throws ParameterException if there is no such kind
   */
  public SinkKind kind(CommandSpec command) {
    return SinkKind.of(name)
        .orElseThrow(
            () ->
                new ParameterException(
                    command.commandLine(),
                    "--sink: " + name + " is not one of " + SinkKind.codes()));
  }
}
