// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.engine.EngineDescriptor;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The log of each engine's process in both formats, when no broker answers: then Kafka's clients
 * log warnings, and the process prints a stack trace.
 */
@Timeout(120)
class LogsIT {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** A warning of Kafka's clients as text, of slf4j-simple and of Log4j. */
  private static final Pattern WARNING =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\S+ \\[?.*\\bWARN \\S*\\bNetworkClient - .*");

  @TempDir private Path folder;

  private record End(int code, List<String> out, List<String> err) {}

  @ParameterizedTest
  @ValueSource(strings = {"flink", "kstreams", "spark"})
  void r14_withTheVariableEachLineOfTheLogIsAnObject(String engine) throws Exception {
    End end = run(engine, "json");
    List<JsonNode> warnings = new ArrayList<>();
    List<JsonNode> traces = new ArrayList<>();
    for (String line : end.err()) {
      JsonNode object = object(line);
      Instant.parse(object.path("time").asText());
      for (String key : List.of("level", "logger", "thread", "message")) {
        assertTrue(object.path(key).isTextual(), () -> key + " is missing: " + line);
      }
      if (object.path("logger").asText().endsWith(".NetworkClient")) {
        warnings.add(object);
      }
      if (object.has("stack_trace")) {
        traces.add(object);
      }
    }
    assertFalse(warnings.isEmpty(), () -> "no warning of Kafka's clients: " + end.err());
    assertEquals("WARN", warnings.get(0).path("level").asText());
    assertTrue(
        traces.stream().anyMatch(each -> each.path("stack_trace").asText().contains("\n\tat ")),
        () -> "no stack trace: " + end.err());
    assertFailed(end);
  }

  @ParameterizedTest
  @ValueSource(strings = {"flink", "kstreams", "spark"})
  void withoutItTheLogIsText(String engine) throws Exception {
    End end = run(engine, "");
    assertTrue(
        end.err().stream().anyMatch(line -> WARNING.matcher(line).matches()),
        () -> "no warning of Kafka's clients: " + end.err());
    assertTrue(end.err().stream().anyMatch(line -> line.startsWith("\tat ")), () -> "" + end.err());
    assertTrue(end.err().stream().noneMatch(line -> line.startsWith("{")), () -> "" + end.err());
    assertTrue(
        end.err().stream().noneMatch(line -> line.startsWith("SLF4J")), () -> "" + end.err());
    assertFailed(end);
  }

  /** The status lines, which are the same in both formats. */
  private static void assertFailed(End end) {
    assertEquals(1, end.code(), () -> "" + end);
    assertEquals(
        List.of("STARTING", "FAILED"),
        end.out().stream().map(line -> object(line).path("status").asText()).toList());
  }

  private static JsonNode object(String line) {
    try {
      JsonNode object = JSON.readTree(line);
      assertTrue(object.isObject(), () -> "not an object: " + line);
      return object;
    } catch (JsonProcessingException e) {
      throw new AssertionError("not JSON: " + line, e);
    }
  }

  private End run(String engine, String format) throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("config.yaml"),
            """
            engine: %s
            kafka.bootstrap.servers: 127.0.0.1:1
            kafka.topic: web
            postgres.url: jdbc:postgresql://127.0.0.1:1/x
            retry.deadline.ms: 2000
            state.dir: %s
            """
                .formatted(engine, folder.resolve("state")));
    EngineDescriptor descriptor =
        EngineCatalog.under(EngineCatalog.home()).resolve(engine).engine();
    Path out = folder.resolve("out");
    Path err = folder.resolve("err");
    ProcessBuilder builder =
        new ProcessBuilder(descriptor.commandFor(config))
            .directory(descriptor.folder().toFile())
            .redirectOutput(Redirect.to(out.toFile()))
            .redirectError(Redirect.to(err.toFile()));
    builder.environment().put("SLUICE_LOG", format);
    Process process = builder.start();
    try {
      assertTrue(process.waitFor(60, TimeUnit.SECONDS), engine + " does not end");
      return new End(process.exitValue(), Files.readAllLines(out), Files.readAllLines(err));
    } finally {
      process.destroyForcibly();
    }
  }
}
