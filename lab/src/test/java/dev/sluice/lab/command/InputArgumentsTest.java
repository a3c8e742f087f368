// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.lab.input.select.InputFormat;
import dev.sluice.lab.input.select.InputOptions;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class InputArgumentsTest {

  @Test
  void whatTheUserTypesIsWhatTheInputGets() {
    String[] typed = {
      "--input", "a.log", "--format", "ACCESS_LOG", "--host", "a.example",
      "--strip-prefix", "[^|]*\\| ", "--records", "7", "--partitions", "3"
    };
    assertEquals(
        InputOptions.from("a.log")
            .withFormat(InputFormat.ACCESS_LOG)
            .withHost("a.example")
            .withStripPrefix("[^|]*\\| ")
            .withEvents(7)
            .withPartitions(3),
        CommandLine.populateCommand(new InputArguments(), typed).options());
  }

  @Test
  void aSeedIsForGeneratedTrafficOnly() {
    assertEquals(
        InputOptions.generated().withSeed(7),
        CommandLine.populateCommand(new InputArguments(), "--seed", "7").options());
    InputArguments both =
        CommandLine.populateCommand(new InputArguments(), "--seed", "1", "--input", "a.log");
    assertEquals(
        "--seed: applies only to generated traffic; remove it, or remove --input",
        assertThrows(ConfigException.class, both::options).getMessage());
  }

  @Test
  void whatIsNotTypedIsLeftToTheInput() {
    assertEquals(
        InputOptions.generated(), CommandLine.populateCommand(new InputArguments()).options());
  }
}
