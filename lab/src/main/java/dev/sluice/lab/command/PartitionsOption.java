// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import dev.sluice.lab.input.select.InputOptions;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** The option for the number of the topic's partitions. */
public final class PartitionsOption {

  @Within(least = 1, most = InputOptions.MOST_PARTITIONS)
  @Option(
      names = "--partitions",
      paramLabel = "N",
      description =
          "How many partitions the topic has (default: "
              + InputOptions.PARTITIONS
              + ", or as many as an input of envelopes has).")
  private Integer partitions;

  /** The value that was given, or the default for generated traffic. */
  public int value() {
    return given().orElse(InputOptions.PARTITIONS);
  }

  /** The value that was given; empty if the user gave none. */
  OptionalInt given() {
    return partitions == null ? OptionalInt.empty() : OptionalInt.of(partitions);
  }
}
