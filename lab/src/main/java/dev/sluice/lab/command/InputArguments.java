// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.lab.input.select.InputFormat;
import dev.sluice.lab.input.select.InputOptions;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that choose what is written to the topic. */
final class InputArguments {

  /** How many records to take. */
  static final String RECORDS = "--records";

  @Option(
      names = "--input",
      paramLabel = "FILE",
      description =
          "NDJSON events, or an access log in Common or Combined Log Format; plain or gzip;"
              + " '-' is standard input (default: generated web traffic).")
  private String input;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "Its format: ${COMPLETION-CANDIDATES} (default: detected from its first lines).")
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
          "A regular expression (RE2) for what to remove from the start of each line of --input, such"
              + " as '[^|]*\\| ' for docker compose (default: nothing).")
  private String stripPrefix;

  @Within(least = 1)
  @Option(
      names = RECORDS,
      paramLabel = "N",
      description =
          "How many records at most (default: " + InputOptions.EVENTS + ", or all of the file).")
  private Long records;

  @Mixin private SeedOption seed = new SeedOption();
  @Mixin private PartitionsOption partitions = new PartitionsOption();

  /**
   * The input of a command that needs a file, and takes it without {@code --input}, too.
   *
   * @param file what was given without it, or null
   */
  InputOptions options(String file) {
    if ((file == null) == (input == null)) {
      throw new ConfigException(
          "--input",
          file == null
              ? "is missing; name the file of your records, or - for standard input"
              : "is " + input + ", and there is another file: " + file + "; remove one of them");
    }
    return from(file == null ? input : file);
  }

  /** The input that the user chose. */
  InputOptions options() {
    return from(input);
  }

  private InputOptions from(String file) {
    if (file != null && seed.given().isPresent()) {
      throw new ConfigException(
          "--seed", "applies only to generated traffic; remove it, or remove --input");
    }
    InputOptions options =
        InputOptions.from(file).withFormat(format).withHost(host).withStripPrefix(stripPrefix);
    if (records != null) {
      options = options.withEvents(records);
    }
    if (seed.given().isPresent()) {
      options = options.withSeed(seed.value());
    }
    return partitions.given().isPresent() ? options.withPartitions(partitions.value()) : options;
  }
}
