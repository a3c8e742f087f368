// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.lab.input.select.InputOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class InputChoiceTest {

  @Command
  private static final class Both {
    @Mixin private final InputArguments input = new InputArguments();
    @Mixin private final DecisionOptions decision = new DecisionOptions();
  }

  @TempDir Path folder;

  private static InputChoice choice(String... typed) {
    Both both = CommandLine.populateCommand(new Both(), typed);
    return InputChoice.of(both.input.options(), both.decision);
  }

  @Test
  void theMappingIsThatOfTheInputAndOfTheDecision() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("my events.yaml"),
            "version: 1\nfields: {event_time: t, host: h, url: u}\n");
    InputChoice choice =
        choice("--events", file.toString(), "--input", "a.ndjson", "--records", "9");
    assertEquals("my events.yaml", choice.decision().events().name());
    assertEquals(choice.decision().mapping(), choice.input().mapping());
    assertEquals(OptionalLong.of(9), choice.input().events());
    assertEquals("./sluice events check --events '" + file + "' a.ndjson", choice.check());
  }

  @Test
  void digitsAreStillTheNumberOfRecordsThatTheOptionTookBefore() {
    InputChoice choice = choice("--events", "20000");
    assertEquals(InputOptions.generated().withEvents(20_000), choice.input());
    assertNull(choice.decision().events());
    assertNull(choice.check());
    assertEquals(choice("--records", "20000"), choice);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "000", "9223372036854775808"})
  void aNumberOfRecordsThatIsNoneIsRefused(String typed) {
    assertEquals(
        "--events: "
            + typed
            + " is not a whole number from 1 to 9223372036854775807, nor a file's name",
        assertThrows(ConfigException.class, () -> choice("--events", typed)).getMessage());
  }

  @Test
  void twoNumbersOfRecordsAreRefused() {
    assertEquals(
        "--events: 7 is a number of records, as is --records; remove one of them",
        assertThrows(ConfigException.class, () -> choice("--events", "7", "--records", "8"))
            .getMessage());
  }
}
