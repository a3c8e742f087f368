// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the options for sinks refuse, before anything is started. */
class RunSinkOptionsTest {

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String line) {
    List<String> words = new ArrayList<>(List.of(line.split(" ")));
    return SluiceCommand.run(
        words.toArray(String[]::new), new PrintWriter(out), new PrintWriter(err));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|Missing required option: '--jdbc=URL'",
        "--sink kafka|Missing required option: '--sink-topic=NAME'",
        "--sink shelf|--sink: shelf is not one of postgres, kafka",
        "--sink kafka --sink-topic a/b|--sink-topic: \"a/b\" is not a topic's name",
        "--jdbc jdbc:postgresql://h/d?password=x|--jdbc: holds a secret",
        "--sink kafka --sink-topic a --sink-kafka-properties /none|--sink-kafka-properties: /none"
      })
  void aRunNamesWhatIsMissingOrWrong(String options, String problem) {
    assertEquals(2, run("run --engine flink --kafka h:1 --topic t " + options));
    assertTrue(err.toString().startsWith("sluice: " + problem), err.toString());
  }

  @Test
  void aSchemaOfTopicsIsCommandsOfKafkasOwnTools() {
    assertEquals(0, run("schema --sink kafka --name web --partitions 3 --role app"), err::toString);
    String commands = out.toString();
    for (String topic : List.of("events", "late", "dead-letters", "ledger")) {
      assertTrue(commands.contains("--create --topic web." + topic + " --partitions 3 "), commands);
    }
    assertTrue(commands.contains("--config cleanup.policy=compact"), commands);
    assertTrue(commands.contains("'User:app'"), commands);
    assertTrue(commands.contains("--transactional-id 'sluice-'"), commands);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--sink kafka --name web|Missing required option: '--partitions=N'",
        "--sink kafka --name a/b --partitions 1|--name: \"a/b\" is not a topic's name",
        "--name pg_x|--name: \"pg_x\" is not a schema's name",
        "--sink shelf --name web|--sink: shelf is not one of postgres, kafka"
      })
  void aSchemaNamesWhatIsMissingOrWrong(String options, String problem) {
    assertEquals(2, run("schema " + options));
    assertTrue(err.toString().startsWith("sluice: " + problem), err.toString());
  }

  @Test
  void aComparisonNamesASinkThatIsNotThere() {
    assertEquals(2, run("compare --sinks postgres,shelf"));
    assertTrue(
        err.toString().contains("--sinks: shelf is not one of postgres, kafka"), err.toString());
  }
}
