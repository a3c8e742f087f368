// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.ConfigFile;
import dev.sluice.engine.config.ConfigKey;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PgSettingsTest {

  private static final String LEAST =
      """
      engine: flink
      kafka.bootstrap.servers: broker:9092
      kafka.topic: events
      state.dir: /state
      """;

  @TempDir Path folder;

  private EngineConfig read(String keys) throws IOException {
    return ConfigFile.read(Files.writeString(folder.resolve("run.yaml"), LEAST + keys));
  }

  private String refusal(String keys) {
    return assertThrows(ConfigException.class, () -> read(keys)).getMessage();
  }

  /** A file from before there were other sinks is valid as it is. */
  @Test
  void isTheSinkOfAFileThatNamesNone() throws IOException {
    assertEquals(
        new PgSettings("jdbc:postgresql://db/app", "", "", "sluice", false),
        PgSettings.of(read("postgres.url: jdbc:postgresql://db/app")));
  }

  @Test
  void thePasswordIsTheFilesThenTheConfigurationsThenTheEnvironments() throws IOException {
    Map<String, String> environment = Map.of("SLUICE_POSTGRES_PASSWORD", "of-environment");
    Path secret = Files.writeString(folder.resolve("password"), "of-file\n");
    String url = "postgres.url: jdbc:postgresql://db/app\n";
    String text = "postgres.password: of-text\n";
    String file = "postgres.password.file: " + secret + "\n";
    assertEquals("", PgSettings.of(read(url)).currentPassword(Map.of()));
    assertEquals("of-environment", PgSettings.of(read(url)).currentPassword(environment));
    assertEquals("of-text", PgSettings.of(read(url + text)).currentPassword(environment));
    EngineConfig both = read(url + text + file);
    assertEquals("of-file", PgSettings.of(both).currentPassword(environment));
    assertEquals("*** ***", Secrets.of(read(url + file)).masked("of-file of-file"));
    assertEquals(both, both.withSink(PgSettings.of(both).toSink()));

    Files.writeString(secret, "changed");
    assertEquals("changed", PgSettings.of(both).currentPassword(environment));

    Files.delete(secret);
    String refusal =
        assertThrows(ConfigException.class, () -> PgSettings.of(both).currentPassword(environment))
            .getMessage();
    assertTrue(refusal.startsWith("postgres.password.file: " + secret + ": "), refusal);
  }

  @Test
  void areTheSameInAConfiguration() throws IOException {
    PgSettings settings = new PgSettings("jdbc:postgresql://db/app", "me", "secret", "web", true);
    EngineConfig config = read("postgres.url: jdbc:postgresql://x/y").withSink(settings.toSink());
    assertEquals(settings, PgSettings.of(config));
    assertEquals("other", settings.withSchema("other").schema());
    Path file = folder.resolve("run.json");
    ConfigFile.write(file, config);
    assertEquals(config, ConfigFile.read(file));
  }

  @Test
  void needAUrl() {
    assertTrue(refusal("sink: postgres").startsWith("postgres.url: is required: a URL that"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|\"\" is not a schema's name",
        "pg_x|\"pg_x\" is not a schema's name",
        "ääääääääääääääääääääääääääääääää|\"ääääääääääääääääääääääääääääääää\" is not a schema's"
      })
  void r13_refuseWhatIsNotASchemasName(String name, String problem) {
    String message =
        refusal("postgres.url: jdbc:postgresql://db/app\npostgres.schema: \"" + name + "\"");
    assertTrue(message.startsWith("postgres.schema: " + problem), message);
  }

  @Test
  void neverShowAPassword() {
    String url = refusal("postgres.url: jdbc:postgresql://db/app?password=hunter2");
    assertFalse(url.contains("hunter2"), url);
    assertTrue(url.contains("contains no password"), url);
    assertFalse(refusal("postgres.password: [hunter2]").contains("hunter2"));
    PgSettings settings = new PgSettings("jdbc:postgresql://db/app", "me", "secret", "web", true);
    assertFalse(settings.toString().contains("secret"));
    assertFalse(settings.toSink().toString().contains("secret"));
  }

  @Test
  void theDocumentationHasEachKeyAsItIs() throws IOException {
    String text = Files.readString(Path.of("..", "..", "docs", "configuration.md"));
    String keys = text.substring(text.indexOf("\n### Keys of the sink postgres"));
    assertEquals(
        PgSettings.KEYS.stream().map(ConfigKey::row).collect(Collectors.joining("\n")),
        keys.lines()
            .skip(2)
            .takeWhile(line -> !line.startsWith("##"))
            .filter(line -> line.startsWith("| `"))
            .collect(Collectors.joining("\n")));
    for (ConfigKey key : PgSettings.KEYS) {
      key.variable().ifPresent(name -> assertTrue(text.contains("`" + name + "`"), name));
    }
  }
}
