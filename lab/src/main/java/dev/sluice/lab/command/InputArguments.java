package dev.sluice.lab.command;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.lab.input.InputFormat;
import dev.sluice.lab.input.InputOptions;
import picocli.CommandLine.Option;

/** The options that say what goes into the topic. */
final class InputArguments {

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description =
          "NDJSON events, or an access log in Common or Combined Log Format; plain or gzip;"
              + " '-' is standard input (default: seeded web traffic is made up).")
  private String input;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "How to read it: ${COMPLETION-CANDIDATES} (default: its first lines tell).")
  private InputFormat format;

  @Option(
      names = "--host",
      paramLabel = "NAME",
      description =
          "The host of an access log's site, which then counts as tracked (default: the file's name).")
  private String host;

  @Option(
      names = "--strip-prefix",
      paramLabel = "REGEX",
      description =
          "What to remove from the start of each line of --input, as RE2 matches it: '[^|]*\\| ' is"
              + " what docker compose puts there (default: nothing).")
  private String stripPrefix;

  @Within(least = 1)
  @Option(
      names = "--events",
      paramLabel = "N",
      description = "How many records at most (default: " + InputOptions.EVENTS + ", or the file).")
  private Long events;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Of the traffic that is made up (default: " + InputOptions.SEED + ").")
  private Long seed;

  @Within(least = 1, most = InputOptions.MOST_PARTITIONS)
  @Option(
      names = "--partitions",
      paramLabel = "P",
      description =
          "Of the topic (default: " + InputOptions.PARTITIONS + ", or what the file says).")
  private Integer partitions;

  /** What was asked for. */
  InputOptions options() {
    if (input != null && seed != null) {
      throw new ConfigException("--seed", "is for traffic that is made up; --input has its own");
    }
    InputOptions options =
        InputOptions.from(input).withFormat(format).withHost(host).withStripPrefix(stripPrefix);
    if (events != null) {
      options = options.withEvents(events);
    }
    if (seed != null) {
      options = options.withSeed(seed);
    }
    return partitions == null ? options : options.withPartitions(partitions);
  }
}
