// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that no secret travels with a job. */
class ClusterConfigTest {

  private static final String CANARY = "canary-4711";

  private static final String PLAIN =
      "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"sluice\""
          + " password=\"%s\";";

  @TempDir private Path folder;

  @Test
  void aVariableIsReferredToAndNotCopied() throws IOException {
    EngineConfig config =
        read("", Map.of("SLUICE_KAFKA_SASL_JAAS_CONFIG", PLAIN.formatted(CANARY)));
    assertEquals(
        Map.of(
            "sasl.jaas.config", "${env:SLUICE_KAFKA_SASL_JAAS_CONFIG}",
            "config.providers", "env",
            "config.providers.env.class",
                "org.apache.kafka.common.config.provider.EnvVarConfigProvider"),
        config.kafka().properties());
    assertFalse(serialized(config).contains(CANARY));
  }

  @Test
  void aVariableOfTheSinksIsReferredToAsWell() throws IOException {
    EngineConfig config =
        read("", Map.of("TEST_JAAS", PLAIN.formatted(CANARY), "TEST_PASSWORD", CANARY));
    assertEquals(
        "${env:TEST_JAAS}", config.sink().properties("test.properties").get("sasl.jaas.config"));
    assertEquals("", config.sink().text("test.password"));
    assertFalse(serialized(config).contains(CANARY));
  }

  @Test
  void aReferenceInTheFileTravelsAsItIs() throws IOException {
    EngineConfig config =
        read(
            """
            kafka.properties:
              sasl.jaas.config: '%s'
              ssl.key.password: ${env:KEY}
            """
                .formatted(PLAIN.formatted("${env:PASSWORD}")),
            Map.of("SLUICE_KAFKA_SASL_JAAS_CONFIG", PLAIN.formatted(CANARY)));
    assertEquals(
        PLAIN.formatted("${env:PASSWORD}"), config.kafka().properties().get("sasl.jaas.config"));
    assertEquals("${env:KEY}", config.kafka().properties().get("ssl.key.password"));
    assertEquals("env", config.kafka().properties().get("config.providers"));
    assertFalse(serialized(config).contains(CANARY));
  }

  @Test
  void aProviderOfTheUsersOwnIsKept() {
    EngineConfig config =
        read(
            """
            kafka.properties:
              ssl.key.password: ${env:KEY}
              config.providers: env,file
              config.providers.env.class: example.Env
            """,
            Map.of());
    assertEquals("env,file", config.kafka().properties().get("config.providers"));
    assertEquals("example.Env", config.kafka().properties().get("config.providers.env.class"));
  }

  @Test
  void aSecretInTheFileIsRefusedByItsKeyWithoutItsValue() {
    for (String property :
        new String[] {
          "ssl.key.password: " + CANARY + "=",
          "ssl.key.password: x${env:KEY}",
          "sasl.jaas.config: '" + PLAIN.formatted(CANARY) + "'"
        }) {
      String message = refusal("kafka.properties:\n  " + property + "\n");
      assertTrue(message.startsWith("kafka.properties." + property.split(":", 2)[0]), message);
      assertTrue(message.contains("write ${env:NAME}"), message);
      assertFalse(message.contains(CANARY), message);
    }
    String message = refusal("test.password: " + CANARY + "\n");
    assertTrue(message.startsWith("test.password: would travel"), message);
    assertFalse(message.contains(CANARY), message);
    message = refusal("test.properties:\n  ssl.key.password: " + CANARY + "\n");
    assertTrue(message.startsWith("test.properties.ssl.key.password: would travel"), message);
  }

  @Test
  void whatIsSplitFromItsSecretsMayTravel() throws IOException {
    EngineConfig config =
        ConfigFile.read(
            written(
                """
                kafka.properties:
                  sasl.jaas.config: '%s'
                  ssl.key.password: %s-1
                  client.id: me
                test.password: %s-2
                test.properties:
                  sasl.jaas.config: '%s'
                """
                    .formatted(
                        PLAIN.formatted(CANARY), CANARY, CANARY, PLAIN.formatted(CANARY + "-3"))));
    ClusterConfig.Split split = ClusterConfig.split(config);
    assertFalse(serialized(split.config()).contains(CANARY));
    assertFalse(split.toString().contains(CANARY));
    assertEquals(
        Map.of(
            "SLUICE_KAFKA_SASL_JAAS_CONFIG",
            PLAIN.formatted(CANARY),
            "SLUICE_KAFKA_PROPERTIES_SSL_KEY_PASSWORD",
            CANARY + "-1",
            "TEST_PASSWORD",
            CANARY + "-2",
            "TEST_JAAS",
            PLAIN.formatted(CANARY + "-3")),
        split.environment());

    Path file = folder.resolve("split.json");
    ConfigFile.write(file, split.config());
    assertEquals(split.config(), ClusterConfig.read(file, split.environment()));
  }

  private String refusal(String lines) {
    return assertThrows(ConfigException.class, () -> read(lines, Map.of())).getMessage();
  }

  private EngineConfig read(String lines, Map<String, String> environment) {
    return ClusterConfig.read(written(lines), environment);
  }

  private Path written(String lines) {
    Path file = folder.resolve("config.yaml");
    try {
      return Files.writeString(
          file,
          """
          engine: flink
          kafka.bootstrap.servers: broker:9092
          kafka.topic: web
          sink: test
          test.place: test:db
          state.dir: /tmp
          """
              + lines);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** The bytes in which a configuration travels, as text. */
  private static String serialized(EngineConfig config) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(config);
    }
    return bytes.toString(StandardCharsets.ISO_8859_1);
  }
}
