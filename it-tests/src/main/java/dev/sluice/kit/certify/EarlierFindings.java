// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.certify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.kit.contract.TestFacts;
import dev.sluice.lab.engine.Capability;
import dev.sluice.lab.engine.EngineCatalog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The results that an earlier run of the same command left in its folder. After an interruption or
 * a failure, a new run need not repeat all engines.
 */
final class EarlierFindings {

  private static final double MILLIS = 1_000.0;

  private final JsonNode engines;
  private final Instant startedAt;

  private EarlierFindings(JsonNode engines, Instant startedAt) {
    this.engines = engines;
    this.startedAt = startedAt;
  }

  /**
   * Reads the results in a folder.
   *
   * @param folder the folder of the report
   * @param command the command line; results of a different one are not used
   * @throws IOException if there is a report that cannot be read
   */
  static EarlierFindings in(Path folder, String command) throws IOException {
    ObjectMapper json = new ObjectMapper();
    Path file = folder.resolve(ConformanceJson.FILE);
    JsonNode report = Files.exists(file) ? json.readTree(file.toFile()) : json.createObjectNode();
    boolean isSame =
        report.path("schema_version").asInt() == ConformanceJson.SCHEMA_VERSION
            && report.path("command").asText().equals(command);
    return isSame
        ? new EarlierFindings(
            report.path("engines"), Instant.parse(report.path("started_at").asText()))
        : new EarlierFindings(json.createArrayNode(), Instant.EPOCH);
  }

  /**
   * Returns the results of an engine. Empty if it was not run to the end, if its version differs,
   * if it was rebuilt since, or if a test failed or was not run.
   *
   * @param name the name of the engine in commands
   */
  Optional<EngineFindings> of(String name, EngineCatalog.Entry entry) throws IOException {
    if (isNewer(entry.engine().folder())) {
      return Optional.empty();
    }
    for (JsonNode engine : engines) {
      if (engine.path("mode").asText().equals(entry.mode().name())
          && engine.path("version").asText().equals(entry.engine().version())) {
        return Optional.of(read(name, entry, engine)).filter(EarlierFindings::isWhole);
      }
    }
    return Optional.empty();
  }

  private boolean isNewer(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        if (Files.getLastModifiedTime(file).toInstant().isAfter(startedAt)) {
          return true;
        }
      }
      return false;
    }
  }

  private static boolean isWhole(EngineFindings engine) {
    return !engine.hasFailed() && engine.count(TestResult.Result.NOT_RUN) == 0;
  }

  private static EngineFindings read(String name, EngineCatalog.Entry entry, JsonNode engine) {
    List<TestResult> findings = new ArrayList<>();
    for (JsonNode rule : engine.path("rules")) {
      int number = Integer.parseInt(rule.path("rule").asText().substring(1));
      rule.path("tests").forEach(test -> findings.add(finding(number, test)));
    }
    List<String> problems = new ArrayList<>();
    engine.path("problems").forEach(problem -> problems.add(problem.asText()));
    return new EngineFindings(name, entry, findings, problems, seconds(engine, "elapsed_seconds"));
  }

  private static TestResult finding(int rule, JsonNode test) {
    List<Capability> capabilities = new ArrayList<>();
    test.path("capabilities")
        .forEach(code -> Capability.of(code.asText()).ifPresent(capabilities::add));
    TestFacts.Kind kind =
        TestFacts.Kind.valueOf(test.path("kind").asText().toUpperCase(Locale.ROOT));
    return new TestResult(
        new TestFacts(
            test.path("topic").asText(), test.path("name").asText(), rule, kind, capabilities),
        test.path("variant").asText(),
        test.path("stochastic").asBoolean(),
        TestResult.Result.valueOf(test.path("result").asText().toUpperCase(Locale.ROOT)),
        test.path("reason").asText(),
        seconds(test, "seconds"));
  }

  private static Duration seconds(JsonNode node, String key) {
    return Duration.ofMillis(Math.round(node.path(key).asDouble() * MILLIS));
  }
}
