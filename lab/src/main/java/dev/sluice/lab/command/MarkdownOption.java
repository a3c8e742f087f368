// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import dev.sluice.engine.config.ConfigException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option for one more file with the tables of a report. */
public final class MarkdownOption {

  private static final String NAME = "--markdown";

  @Option(
      names = NAME,
      paramLabel = "FILE",
      description = "Write the tables to this file, too, such as a page below docs.")
  private Path markdown;

  /**
   * The file that was given; empty if the user gave none. It is written only at the end of a long
   * run, so call this before the start.
   *
   * @throws ConfigException if it is a folder, if this user may not write it, or if its folder does
   *     not exist
   */
  public Optional<Path> file() {
    if (markdown == null) {
      return Optional.empty();
    }
    Path folder = markdown.toAbsolutePath().getParent();
    if (Files.isDirectory(markdown)) {
      throw new ConfigException(NAME, markdown + ": it is a folder, not a file");
    }
    if (!Files.isDirectory(folder)) {
      throw new ConfigException(NAME, markdown + ": there is no folder " + folder);
    }
    if (!Files.isWritable(Files.exists(markdown) ? markdown : folder)) {
      throw new ConfigException(NAME, markdown + ": this user may not write it");
    }
    return Optional.of(markdown);
  }
}
