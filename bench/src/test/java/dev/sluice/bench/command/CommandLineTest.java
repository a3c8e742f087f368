// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.lab.command.SluiceCommand;
import dev.sluice.lab.command.Within;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Tests the options of all commands; it is in this module because this is the last one that adds a
 * command.
 */
class CommandLineTest {

  /** No such engine: if a wrong value were accepted, this would end the command. */
  private static final String NONE = "no-such-engine";

  private static final List<String> NUMBERS =
      List.of("0", "-1", "9223372036854775808", "1e300", "abc");
  private static final List<String> TIMES =
      List.of("0", "-1s", "9223372036854775808h", "999999999h", "1e300", "abc", "unlimite");

  /** The other options that each command requires. */
  private static final Map<String, List<String>> REQUIRED =
      Map.of(
          "run",
          List.of("--engine", NONE, "--kafka", "h:1", "--topic", "t", "--jdbc", "jdbc:postgresql:"),
          "status",
          List.of("--kafka", "h:1", "--topic", "t", "--jdbc", "jdbc:postgresql:"),
          "schema",
          List.of("--sink", "kafka", "--name", "web"),
          "compare",
          List.of("--engines", NONE),
          "certify",
          List.of("--engines", NONE),
          "drill",
          List.of("--engines", NONE),
          "cluster",
          List.of(NONE),
          "soak",
          List.of("--engines", NONE),
          "bench",
          List.of("--engines", NONE));

  /** The numeric options of all commands, with the absurd values that each one accepts. */
  private static final Map<String, Set<String>> TAKEN =
      Map.ofEntries(
          Map.entry("generate --records", Set.of("0")),
          Map.entry("generate --events", Set.of("0")),
          Map.entry("generate --seed", Set.of("0", "-1")),
          Map.entry("generate --partitions", Set.of()),
          Map.entry("generate --share", Set.of("0")),
          Map.entry("compare --records", Set.of()),
          Map.entry("compare --seed", Set.of("0", "-1")),
          Map.entry("compare --partitions", Set.of()),
          Map.entry("compare --parallelism", Set.of()),
          Map.entry("compare --dead-letters", Set.of("0")),
          Map.entry("compare --lateness", Set.of()),
          Map.entry("compare --skew", Set.of()),
          Map.entry("run --parallelism", Set.of()),
          Map.entry("run --dead-letters", Set.of("0")),
          Map.entry("run --lateness", Set.of()),
          Map.entry("run --skew", Set.of()),
          Map.entry("schema --partitions", Set.of()),
          Map.entry("status --watch", Set.of()),
          Map.entry("status --fail-if-lag-over", Set.of("0")),
          Map.entry("certify --seed", Set.of("0", "-1")),
          Map.entry("certify --patience", Set.of()),
          Map.entry("drill --seed", Set.of("0", "-1")),
          Map.entry("drill --rate", Set.of()),
          Map.entry("drill --records", Set.of()),
          Map.entry("cluster --seed", Set.of("0", "-1")),
          Map.entry("cluster --rate", Set.of()),
          Map.entry("cluster --records", Set.of()),
          Map.entry("soak --seed", Set.of("0", "-1")),
          Map.entry("soak --schedules", Set.of()),
          Map.entry("soak --minutes", Set.of()),
          Map.entry("bench --records", Set.of()),
          Map.entry("bench --events", Set.of()),
          Map.entry("bench --rounds", Set.of()),
          Map.entry("bench --seed", Set.of("0", "-1")),
          Map.entry("bench --partitions", Set.of()),
          Map.entry("bench --parallelism", Set.of()));

  /** The options that mean something else in each of their commands. */
  private static final Map<String, String> DIFFERENT =
      Map.of(
          "--kafka", "required; only with --services external",
          "--partitions", "of the input's topic; of each of a sink's topics",
          "--kafka-properties", "optional; only with --services external",
          "--jdbc", "required; only with --services external",
          "--records", "records to make, at least 0; records to take at most; records to drain",
          "--only", "sections of the bench; tests of the kit",
          "--topic", "of Kafka; of the kit's tests",
          "--state", "a folder to be created; one that a running engine has");

  private final StringWriter err = new StringWriter();

  private int run(Collection<String> args) {
    return SluiceCommand.run(
        args.toArray(String[]::new), new PrintWriter(new StringWriter()), new PrintWriter(err));
  }

  static Stream<Arguments> absurdValues() {
    return TAKEN.entrySet().stream()
        .flatMap(
            entry -> {
              List<String> values = isTime(entry.getKey()) ? TIMES : NUMBERS;
              return values.stream()
                  .filter(value -> !entry.getValue().contains(value))
                  .map(
                      value ->
                          Arguments.of(
                              entry.getKey(),
                              entry.getKey().endsWith("--share") ? "bots=" + value : value));
            });
  }

  private static boolean isTime(String option) {
    return option.endsWith("--lateness") || option.endsWith("--skew");
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("absurdValues")
  void anAbsurdNumberIsRefusedByItsOptionBeforeAnythingIsStarted(String option, String value) {
    List<String> args = new ArrayList<>(List.of(option.split(" ")));
    String command = args.get(0);
    args.add(value);
    args.addAll(REQUIRED.getOrDefault(command, List.of()));
    if (command.equals("soak") && option.endsWith("--seed")) {
      args.addAll(List.of("--schedules", "1"));
    }
    assertEquals(2, run(args), err::toString);
    String line = err.toString().lines().findFirst().orElseThrow();
    assertTrue(line.contains(option.substring(command.length() + 1)), line);
    assertEquals(2, line.split(option.substring(command.length() + 1), -1).length, line);
    assertTrue(!line.contains(NONE), line);
  }

  @Test
  void everyNumberAmongTheOptionsIsInThatTable() {
    Set<Class<?>> numbers = Set.of(int.class, Integer.class, long.class, Long.class, Map.class);
    Set<String> found = new TreeSet<>();
    each(
        (command, option) -> {
          if (option.userObject() instanceof Field field
              && field.isAnnotationPresent(Within.class)) {
            assertTrue(numbers.contains(option.type()), () -> "not a number: " + field);
          }
          if (numbers.contains(option.type()) || option.type().getSimpleName().equals("Micros")) {
            found.add(command.getCommandName() + " " + option.longestName());
          }
        });
    assertEquals(new TreeSet<>(TAKEN.keySet()), found);
  }

  @Test
  void theBoundsOfAConfigurationsKeyAreThoseOfItsOption() {
    assertEquals(2, run(List.of("compare", "--parallelism", "5000", "--engines", NONE)));
    assertEquals(2, run(List.of("compare", "--lateness", "8760001h", "--engines", NONE)));
    assertEquals(
        2,
        run(
            List.of(
                "run",
                "--engine",
                NONE,
                "--kafka",
                "h:1",
                "--topic",
                "a b",
                "--jdbc",
                "jdbc:postgresql:")));
    assertEquals(2, run(List.of("compare", "--engines", NONE)));
    assertEquals(
        List.of(
            "sluice: --parallelism: 5000 is not a whole number from 1 to 1024",
            "sluice: Invalid value for option '--lateness': '8760001h' is longer than 8760000h,"
                + " a thousand years",
            "sluice: --topic: \"a b\" is not a topic's name: 1 to 249 letters, digits, dots, _ and -",
            "sluice: --engines: unknown mode no-such-engine; "),
        err.toString()
            .lines()
            .filter(line -> line.startsWith("sluice: "))
            .map(line -> line.replaceFirst("(no-such-engine; ).*", "$1"))
            .toList());
  }

  @Test
  void anOptionOfSeveralCommandsIsDeclaredOnceUnlessItMeansSomethingElse() {
    Map<String, Set<Object>> declared = new TreeMap<>();
    each(
        (command, option) -> {
          if (!option.hidden()) {
            declared
                .computeIfAbsent(option.longestName(), name -> new LinkedHashSet<>())
                .add(option.userObject());
          }
        });
    // Each command gets its own field for these, from picocli or from the root command.
    List.of("--help", "--version", "--verbose").forEach(declared::remove);
    declared.values().removeIf(fields -> fields.size() == 1);
    assertEquals(new TreeSet<>(DIFFERENT.keySet()), declared.keySet(), declared::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"certify", "drill", "soak --schedules 1"})
  void theFormerNameOfTheOptionForSeveralEnginesIsStillAccepted(String command) {
    List<String> args = new ArrayList<>(List.of(command.split(" ")));
    args.addAll(List.of("--engine", NONE));
    assertEquals(2, run(args), err::toString);
    assertTrue(
        err.toString().startsWith("sluice: --engines: unknown mode " + NONE + "; "), err::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"compare", "bench"})
  void theFormerNameOfTheOptionForTheNumberOfRecordsIsStillAccepted(String command) {
    assertEquals(2, run(List.of(command, "--events", "7", "--engines", NONE)), err::toString);
    assertTrue(
        err.toString().startsWith("sluice: --engines: unknown mode " + NONE + "; "), err::toString);
  }

  @ParameterizedTest
  @ValueSource(strings = {"compare", "certify", "drill", "soak", "bench"})
  void aCommandThatTakesSeveralEnginesNamesOneOptionForThemInItsHelp(String command) {
    String help = usage(SluiceCommand.line().getSubcommands().get(command), 100);
    assertTrue(help.contains("--engines"), help);
    assertTrue(!help.matches("(?s).*--engine[^s].*"), help);
    assertTrue(!help.contains("( |"), help);
  }

  @Test
  void whatAClusterDoesNotHaveIsRefusedByName() {
    assertEquals(2, run(List.of("cluster", NONE)));
    assertEquals(2, run(List.of("cluster", "kstreams", "--kill", "jobmanager")));
    assertEquals(2, run(List.of("drill", "--fault", "worker", "--engines", "flink")));
    assertEquals(2, run(List.of("compare", "--on", "moon", "--engines", NONE)));
    assertEquals(2, run(List.of("compare", "--on", "cluster", "--engines", "flink-jdbc")));
    assertEquals(
        List.of(
            "sluice: ENGINE: no-such-engine has no cluster; available: flink, kstreams, spark",
            "sluice: --kill: jobmanager is not of this cluster, which has [worker]",
            "sluice: --fault: worker: flink has none; it has []",
            "sluice: --on: moon is neither process nor cluster",
            "sluice: --engines: unknown mode flink-jdbc-cluster"),
        err.toString()
            .lines()
            .filter(line -> line.startsWith("sluice: "))
            .map(line -> line.replaceFirst("(flink-jdbc-cluster); .*", "$1"))
            .toList());
  }

  @Test
  void theOptionsForWhichEnginesToCertifyExcludeEachOther() {
    assertEquals(2, run(List.of("certify", "--engines", NONE, "--all")));
    assertEquals(2, run(List.of("certify", "--saboteurs", "--engine", NONE)));
    assertTrue(!err.toString().contains("unknown mode"), err::toString);
  }

  /**
   * Each option with a wrong file, and what is wrong with it; DIR is a folder, FILE is a text file.
   */
  static Stream<Arguments> wrongFiles() {
    Map<String, String> wrong = new LinkedHashMap<>();
    wrong.put("compare --input DIR/none", "there is no such file");
    wrong.put("compare --input DIR", "it is a folder, not a file");
    wrong.put("compare --input FILE/x", "a part of its path is a file, not a folder");
    wrong.put("compare --rules DIR/none", "there is no such file");
    wrong.put("compare --rules DIR", "it is a folder, not a file");
    wrong.put("compare --rules LATIN1", "it is not text in UTF-8");
    wrong.put("compare --events DIR/none", "there is no such file");
    wrong.put("compare --events DIR", "it is a folder, not a file");
    wrong.put("compare --events FILE/x", "a part of its path is a file, not a folder");
    wrong.put("compare --events LATIN1", "it is not text in UTF-8");
    wrong.put("run --events DIR/none", "there is no such file");
    wrong.put("run --events 20000", "there is no such file");
    wrong.put("compare --out FILE", "it is not a folder");
    wrong.put("compare --out FILE/x", "a part of its path is a file, not a folder");
    wrong.put("certify --markdown DIR", "it is a folder, not a file");
    wrong.put("certify --markdown DIR/none/x.md", "there is no folder DIR/none");
    wrong.put("bench --markdown DIR", "it is a folder, not a file");
    wrong.put("bench --markdown DIR/none/x.md", "there is no folder DIR/none");
    wrong.put("run --rules DIR/none", "there is no such file");
    wrong.put("run --kafka-properties DIR/none", "there is no such file");
    wrong.put("run --kafka-properties DIR", "it is a folder, not a file");
    wrong.put("run --state FILE", "it is not a folder");
    wrong.put("status --kafka-properties DIR/none", "there is no such file");
    return wrong.entrySet().stream().map(each -> Arguments.of(each.getKey(), each.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongFiles")
  void aWrongFileIsRefusedWithOneShortReason(String typed, String reason, @TempDir Path folder)
      throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "");
    Path latin1 = Files.write(folder.resolve("latin1"), new byte[] {'#', (byte) 0xfc, '\n'});
    Path engine = Files.createDirectory(folder.resolve("engine"));
    Files.writeString(
        engine.resolve("engine.json"),
        """
        {"name": "x", "version": "1", "command": ["/no/such/program"],
         "modes": [{"name": "x", "execution": "y"}]}
        """);
    String places =
        typed
            .replace("FILE", file.toString())
            .replace("LATIN1", latin1.toString())
            .replace("DIR", folder.toString());
    List<String> args = new ArrayList<>(List.of(places.split(" ")));
    REQUIRED.get(args.get(0)).stream()
        .map(word -> word.equals(NONE) ? engine.toString() : word)
        .forEach(args::add);
    assertEquals(2, run(args), err::toString);
    assertEquals(
        "sluice: %s: %s: %s\n"
            .formatted(args.get(1), args.get(2), reason.replace("DIR", folder.toString())),
        err.toString());
  }

  /** A mapping is for JSON lines; each line is what follows the name of the option. */
  @Test
  void aMappingOfWhatAlreadyHasTheContractsShapeIsRefused(@TempDir Path folder) throws Exception {
    Path log = folder.resolve("access.log");
    Files.writeString(log, "192.0.2.1 - - [01/Jan/2026:00:00:20 +0000] \"GET / HTTP/1.1\" 200 5\n");
    Path mapping = folder.resolve("my.yaml");
    Files.writeString(mapping, "version: 1\nfields: {event_time: t, host: h, url: u}\n");
    Path wrong = folder.resolve("wrong.yaml");
    Files.writeString(wrong, "version: 1\nfields:\n  event_time: {from: t, format: epoch}\n");
    Path engine = Files.createDirectory(folder.resolve("engine"));
    Files.writeString(
        engine.resolve("engine.json"),
        """
        {"name": "x", "version": "1", "command": ["/no/such/program"],
         "modes": [{"name": "x", "execution": "y"}]}
        """);
    List<String> compare = List.of("compare", "--engines", engine.toString(), "--events");
    assertEquals(2, run(with(compare, mapping.toString())));
    assertEquals(2, run(with(compare, mapping.toString(), "--input", log.toString())));
    assertEquals(2, run(with(compare, wrong.toString())));
    List<String> errors = err.toString().lines().toList();
    assertEquals(
        "sluice: --events: applies only to JSON lines of your own, and generated traffic has the"
            + " contract's names; name your file with --input, or remove --events",
        errors.get(0));
    assertEquals(
        "sluice: --events: applies only to JSON lines, and access.log is an access log, whose lines"
            + " become events with the contract's names; remove --events",
        errors.get(1));
    String place = "sluice: " + wrong + ":3: fields.event_time.format: 'epoch' is not a format; ";
    assertTrue(errors.get(2).startsWith(place), errors.get(2));
  }

  @Test
  void whatDoesNotWriteToTheSinkIsNamed(@TempDir Path folder) throws Exception {
    Path tables = engine(folder.resolve("tables"), "topics");
    Path topics = engine(folder.resolve("topics"), "tables");
    assertEquals(2, run(List.of("bench", "--sink", "kafka", "--engines", tables.toString())));
    assertEquals(2, run(List.of("bench", "--engines", topics.toString())));
    assertEquals(2, run(List.of("bench", "--engines", tables.toString(), "--peers", "" + topics)));
    assertEquals(2, run(List.of("bench", "--sink", "kafka", "--only", "sustain")));
    assertEquals(2, run(List.of("compare", "--engines", topics.toString())));
    assertEquals(2, run(List.of("certify", "--engine", topics.toString())));
    assertEquals(
        List.of(
            "sluice: --engines: " + tables + " has no mode that writes to kafka",
            "sluice: --engines: " + topics + " has no mode that writes to postgres",
            "sluice: --peers: " + topics + " has no mode that writes to postgres",
            "sluice: --only: unknown section sustain; available: latency, throughput, profile",
            "sluice: --sinks: none of these engines writes to postgres",
            "sluice: --engines: x declines tables, and certify compares tables"),
        err.toString().lines().toList());
  }

  private static Path engine(Path folder, String declined) throws IOException {
    Files.createDirectory(folder);
    Files.writeString(
        folder.resolve("engine.json"),
        """
        {"name": "x", "version": "1", "command": ["/no/such/program"],
         "modes": [{"name": "x", "execution": "y", "declines": {"%s": "not this"}}]}
        """
            .formatted(declined));
    return folder;
  }

  private static List<String> with(List<String> words, String... more) {
    return Stream.concat(words.stream(), Stream.of(more)).toList();
  }

  @Test
  void helpHoldsEveryDescriptionWhole() {
    for (int width : new int[] {80, 100}) {
      String commands = usage(SluiceCommand.line(), width);
      for (CommandLine command : SluiceCommand.line().getSubcommands().values()) {
        String[] description = command.getCommandSpec().usageMessage().description();
        assertHolds(commands, description[0]);
        assertTrue(description[0].endsWith("."), "the list cuts it: " + description[0]);
        assertHolds(usage(command, width), String.join("", description));
      }
      each(
          (command, option) ->
              assertHolds(
                  usage(command, width),
                  String.join("", option.description())
                      .replace("${DEFAULT-VALUE}", String.valueOf(option.defaultValue()))
                      .replace("${COMPLETION-CANDIDATES}", "NDJSON, ACCESS_LOG")));
    }
  }

  @Test
  void helpFitsItsWidth() {
    for (int width : new int[] {80, 100}) {
      for (CommandLine command : SluiceCommand.line().getSubcommands().values()) {
        usage(command, width)
            .lines()
            .forEach(line -> assertTrue(line.length() <= width, () -> "too long: " + line));
      }
    }
  }

  private static String usage(CommandLine command, int width) {
    return command.setUsageHelpWidth(width).getUsageMessage(CommandLine.Help.Ansi.OFF);
  }

  /** Lines may be broken anywhere. */
  private static void assertHolds(String usage, String text) {
    String wanted = text.replaceAll("\\s", "");
    assertTrue(usage.replaceAll("\\s", "").contains(wanted), text + "\nis not whole in\n" + usage);
  }

  private static void each(BiConsumer<CommandLine, OptionSpec> check) {
    for (CommandLine command : SluiceCommand.line().getSubcommands().values()) {
      Stream.concat(
              command.getCommandSpec().options().stream(),
              command.getCommandSpec().argGroups().stream()
                  .flatMap(group -> group.allOptionsNested().stream()))
          .distinct()
          .forEach(option -> check.accept(command, option));
    }
  }
}
