// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import dev.sluice.engine.config.SinkSettings;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options for where the rows of one engine go. */
final class RunSinkOptions {

  @Mixin private SinkPlaceOptions place;

  @SetsKey("postgres.create.tables")
  @Option(
      names = {"--create-tables", "--create-topics"},
      description =
          "Create the schema and the tables, or the topics, if they do not exist (see 'sluice"
              + " schema').")
  private boolean create;

  /**
   * The settings of the sink.
   *
   * @throws ParameterException if an option is missing or is not for this sink
   */
  SinkSettings settings(CommandSpec spec) {
    return place.settings(spec, create);
  }

  /** The place, for the name of a folder. */
  String place() {
    return place.place();
  }
}
