// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.ConfigFile;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Prints the tables that a run's topics amount to, one row a line: {@code {"TABLE":{…}}}, with the
 * tables and the columns of {@code docs/contract/schema.sql}.
 */
public final class Readback {

  /**
   * Starts the program.
   *
   * @param args an engine's configuration file
   */
  public static void main(String[] args) {
    Locale.setDefault(Locale.ROOT);
    if (args.length != 1) {
      System.err.println("usage: Readback CONFIGURATION");
      System.exit(2);
    }
    try (PrintStream out =
        new PrintStream(
            new BufferedOutputStream(new FileOutputStream(FileDescriptor.out)), false, UTF_8)) {
      new TopicTables(ConfigFile.read(Path.of(args[0])))
          .read((table, row) -> out.print("{\"" + table + "\":" + row + "}\n"));
      if (out.checkError()) {
        throw new IllegalStateException("the output could not be written");
      }
    } catch (ConfigException e) {
      System.err.println(e.getMessage());
      System.exit(2);
    }
  }

  private Readback() {}
}
