// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import dev.sluice.engine.config.EngineConfig;
import picocli.CommandLine.Option;

/** The option for an engine's parallelism, of every command that starts engines with one. */
public final class ParallelismOption {

  @SetsKey("parallelism")
  @Option(
      names = "--parallelism",
      paramLabel = "N",
      defaultValue = "" + EngineConfig.DEFAULT_PARALLELISM,
      description = "Threads, slots or cores of each engine (default: ${DEFAULT-VALUE}).")
  private int parallelism;

  /** The value that was given, or the default. */
  public int value() {
    return parallelism;
  }
}
