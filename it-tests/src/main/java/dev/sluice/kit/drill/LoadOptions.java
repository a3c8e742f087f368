// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.drill;

import dev.sluice.lab.command.Within;
import picocli.CommandLine.Option;

/** The options for the events that arrive during a drill. */
final class LoadOptions {

  @Within(least = 4, most = 20_000)
  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many events arrive per second (default: ${DEFAULT-VALUE}).")
  private int rate;

  @Within(least = 1)
  @Option(
      names = "--records",
      paramLabel = "N",
      description =
          "Do not end before so many events have arrived (default: end when all was shown).")
  private Long records;

  int perSecond() {
    return rate;
  }

  long least() {
    return records == null ? 0 : records;
  }
}
