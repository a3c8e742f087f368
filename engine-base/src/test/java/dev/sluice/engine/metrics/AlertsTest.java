// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the tests of the alerts with Prometheus's own tool. */
class AlertsTest {

  private static final Path FOLDER = Path.of("..", "deploy", "observability");
  private static final Pattern EXPRESSION = Pattern.compile("\"expr\": \"(.*)\",?");

  private static final Optional<Path> PROMTOOL =
      Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
          .map(folder -> Path.of(folder, "promtool"))
          .filter(Files::isExecutable)
          .findFirst();

  @TempDir private Path temporary;

  @BeforeEach
  void requirePromtool() {
    assumeTrue(
        PROMTOOL.isPresent(), "promtool is not on the PATH; Debian's package prometheus has it");
  }

  @Test
  void eachAlertFiresWhenItShouldAndOnlyThen() throws Exception {
    promtool(FOLDER, "test", "rules", "alerts_test.yml");
  }

  /** The tool checks rules, not dashboards: each query becomes a rule. */
  @Test
  void everyQueryOfTheDashboardIsValid() throws Exception {
    StringBuilder rules = new StringBuilder("groups:\n- name: dashboard\n  rules:\n");
    List<String> queries =
        EXPRESSION
            .matcher(Files.readString(FOLDER.resolve("dashboard.json")))
            .results()
            .map(found -> found.group(1))
            .toList();
    assertTrue(queries.size() > 5, queries.toString());
    for (String query : queries) {
      String filled = query.replace("$__rate_interval", "1m");
      rules.append("  - record: r%d\n    expr: \"%s\"\n".formatted(rules.length(), filled));
    }
    Files.writeString(temporary.resolve("rules.yml"), rules);
    promtool(temporary, "check", "rules", "rules.yml");
  }

  private static void promtool(Path folder, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(PROMTOOL.orElseThrow().toString()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), "promtool does not end");
      assertEquals(0, process.exitValue(), output);
    } finally {
      process.destroyForcibly();
    }
  }
}
