// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.lab.command.CheckResult.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.CommandSpec;

class SluiceCommandTest {

  private static final int COLUMNS = 100;

  @TempDir Path temp;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    return SluiceCommand.run(args, new PrintWriter(out), new PrintWriter(err));
  }

  @Test
  void anErrorOfAnEngineAboutRulesOrFieldsNamesTheirOption() {
    CommandSpec run = SluiceCommand.line().getSubcommands().get("run").getCommandSpec();
    assertEquals("--events: is another", OptionBounds.named("events: is another", run));
    assertEquals("--rules: is another", OptionBounds.named("rules: is another", run));
  }

  @Test
  void anErrorOfAnEngineNamesTheOptionOfTheKeyAndNotOfOneThatBeginsLikeIt() {
    CommandSpec run = SluiceCommand.line().getSubcommands().get("run").getCommandSpec();
    assertEquals("--sink: is another", OptionBounds.named("sink: is another", run));
    assertEquals(
        "--sink-topic: is missing", OptionBounds.named("sink.kafka.topic: is missing", run));
    assertEquals(
        "--sink-kafka-properties: acks: remove it",
        OptionBounds.named("sink.kafka.properties.acks: remove it", run));
    assertEquals(
        "--create-tables: is declined",
        OptionBounds.named("postgres.create.tables: is declined", run));
    assertEquals("other: is odd", OptionBounds.named("other: is odd", run));
  }

  @Test
  void wrongUsageIsOneLineAndAHint() {
    assertEquals(2, run("up", "--no-such-option"));
    assertEquals(
        "sluice: Unknown option: '--no-such-option'\nTry 'sluice up --help'.\n", err.toString());
    assertEquals("", out.toString());
  }

  @Test
  void noCommandIsWrongUsage() {
    assertEquals(2, run());
    assertEquals("sluice: no command given\nTry 'sluice --help'.\n", err.toString());
  }

  @Test
  void helpFitsTheScreen() {
    for (String command : List.of("up", "schema", "doctor", "run", "compare")) {
      assertEquals(0, run(command, "--help"));
    }
    assertEquals(0, run("--help"));
    assertEquals("", err.toString());
    out.toString()
        .lines()
        .forEach(line -> assertTrue(line.length() <= COLUMNS, () -> "too long: " + line));
  }

  @Test
  void theDoctorSaysWhatIsLackingAndLooksAtEverything() {
    List<CheckResult> findings = Checkup.of(temp, temp.resolve("runs"));

    List<CheckResult> lacking =
        findings.stream().filter(f -> f.verdict() == Verdict.LACKS).toList();
    assertEquals(
        List.of(CheckResult.lacks("engines", "not built: flink, kstreams, spark in " + temp)),
        lacking);
    String subjects = findings.stream().map(CheckResult::subject).collect(Collectors.joining(" "));
    for (String subject :
        List.of("java", "cores", "memory", "disk", "platform", "shell", "ports", "leftovers")) {
      assertTrue(subjects.contains(subject), subjects);
    }
  }

  @Test
  void theDoctorFindsEnginesThatAreBuilt() throws IOException {
    for (String engine : List.of("flink", "spark", "kstreams")) {
      Path folder = Files.createDirectories(temp.resolve("engine-" + engine + "/target/engine"));
      Files.writeString(
          folder.resolve("engine.json"),
          """
          {"name": "%1$s", "version": "1", "command": ["x"],
           "modes": [{"name": "%1$s", "execution": "y"}]}
          """
              .formatted(engine));
    }
    List<CheckResult> findings = Checkup.of(temp, temp.resolve("runs"));
    for (String engine : List.of("flink", "spark", "kstreams")) {
      assertTrue(findings.contains(CheckResult.ok(engine, "1")), findings::toString);
    }
  }
}
