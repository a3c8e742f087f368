// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import dev.sluice.lab.input.select.InputOptions;
import java.util.OptionalLong;
import picocli.CommandLine.Option;

/** The option for the seed, of every command that makes random choices. */
public final class SeedOption {

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "The seed of all random choices: with the same seed, generated traffic is the same byte for"
              + " byte on every machine (default: "
              + InputOptions.SEED
              + ").")
  private Long seed;

  /** The value that was given, or the default. */
  public long value() {
    return given().orElse(InputOptions.SEED);
  }

  /** The value that was given; empty if the user gave none. */
  OptionalLong given() {
    return seed == null ? OptionalLong.empty() : OptionalLong.of(seed);
  }
}
