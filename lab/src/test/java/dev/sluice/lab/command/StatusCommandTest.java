// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a status refuses, without any server. */
class StatusCommandTest {

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String line) {
    List<String> words = new ArrayList<>(List.of(line.strip().split(" +")));
    return SluiceCommand.run(
        words.toArray(String[]::new), new PrintWriter(out), new PrintWriter(err));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|name an engine's configuration file, or the topic and its sink with --kafka, --topic",
        "--jdbc jdbc:postgresql:|name an engine's configuration file, or the topic",
        "--kafka h:1 --jdbc jdbc:postgresql:|Missing required argument(s): --topic=T",
        "--kafka h:1 --topic t|Missing required option: '--jdbc=URL'",
        "--kafka h:1 --topic t --sink kafka|Missing required option: '--sink-topic=NAME'",
        "--kafka h:1 --topic a/b --jdbc jdbc:postgresql:|--topic: \"a/b\" is not a topic's name",
        "--kafka h:1 --topic t --jdbc jdbc:postgresql://h/d?password=x|--jdbc: holds a secret",
        "--kafka h:1 --topic t --kafka-properties /none --jdbc jdbc:postgresql:|--kafka-properties: /none",
        "--kafka h:1 --topic t --create-tables|Unknown option: '--create-tables'",
        "--fail-if-lag-over 1 --watch|--fail-if-lag-over: is for a single look; remove --watch",
        "--watch=0|--watch: 0 is not a whole number from 1 to 86400",
        "run.yaml --topic t --kafka h:1|--topic: run.yaml has that already; remove one of them",
        "run.yaml --schema web|--schema: run.yaml has that already; remove one of them",
        "/none.yaml|/none.yaml: there is no such file",
      })
  void wrongOptionsAreRefused(String options, String problem) {
    assertEquals(2, run("status " + options));
    assertTrue(err.toString().startsWith("sluice: " + problem), err.toString());
    assertEquals("", out.toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kafka.topic: a/b|kafka.topic: \"a/b\" is not a topic's name: 1 to 249 letters, digits, dots, _ and -",
        "kafka.topik: t|kafka.topik: unknown key; did you mean kafka.topic?",
        "kafka.topic: [|expected the node content, but found '<stream end>' (line 1, column 15)",
      })
  void aWrongFileIsNamedWithItsKeyAndNotWithAnOption(String line, String problem) throws Exception {
    Path file = Files.writeString(folder.resolve("run.yaml"), line);
    assertEquals(2, run("status " + file));
    String printed = err.toString();
    assertTrue(
        printed.replace(" (in " + file + ")", "").contains(problem) && printed.contains("" + file),
        printed);
    assertEquals(1, printed.lines().count(), printed);
    assertEquals(2, printed.split(file.toString(), -1).length, printed);
  }

  /** A port at which nothing listens: a server that is away is not waited for. */
  @Test
  @Timeout(60)
  void anUnreachableClusterIsReportedSoonByItsOptionOrItsKey() throws Exception {
    assertEquals(
        2, run("status --kafka 127.0.0.1:1 --topic t --jdbc jdbc:postgresql://127.0.0.1:1/d"));
    String problem = "no answer from 127.0.0.1:1 within 5000 ms: ";
    assertTrue(err.toString().startsWith("sluice: --kafka: " + problem), err.toString());
    assertEquals(1, err.toString().lines().count(), err.toString());
    err.getBuffer().setLength(0);
    Path file =
        Files.writeString(
            folder.resolve("run.yaml"),
            """
            engine: flink
            kafka.bootstrap.servers: 127.0.0.1:1
            kafka.topic: t
            postgres.url: jdbc:postgresql://127.0.0.1:1/d
            state.dir: /none
            """);
    assertEquals(2, run("status " + file));
    assertTrue(
        err.toString().startsWith("sluice: " + file + ": kafka.bootstrap.servers: " + problem),
        err.toString());
  }
}
