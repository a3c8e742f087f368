// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.ConfigFile;
import dev.sluice.engine.config.ConfigKey;
import dev.sluice.engine.config.EngineConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KafkaSinkSettingsTest {

  private static final String LEAST =
      """
      engine: flink
      kafka.bootstrap.servers: source:9092
      kafka.topic: events
      kafka.properties: {security.protocol: SSL}
      state.dir: /state
      sink: kafka
      """;

  @TempDir Path folder;

  private EngineConfig read(String keys) throws IOException {
    return ConfigFile.read(Files.writeString(folder.resolve("run.yaml"), LEAST + keys));
  }

  private String refusal(String keys) {
    return assertThrows(ConfigException.class, () -> read(keys)).getMessage();
  }

  @Test
  void areOfTheSourcesClusterUnlessAnotherIsNamed() throws IOException {
    assertEquals(
        new KafkaSinkSettings(
            new EngineConfig.Kafka("source:9092", "web", Map.of("security.protocol", "SSL")),
            false,
            false),
        KafkaSinkSettings.of(read("sink.kafka.topic: web")));
    assertEquals(
        Map.of("security.protocol", "SASL_SSL", "client.id", "sink"),
        KafkaSinkSettings.of(
                read(
                    """
                    sink.kafka.topic: web
                    sink.kafka.properties: {security.protocol: SASL_SSL, client.id: sink}
                    """))
            .kafka()
            .properties());
  }

  /** The source's properties may be credentials, which another cluster must not get. */
  @Test
  void ofAnotherClusterHaveNoneOfTheSourcesProperties() throws IOException {
    assertEquals(
        new KafkaSinkSettings(
            new EngineConfig.Kafka("sink:9092", "web", Map.of("client.id", "sink")), true, true),
        KafkaSinkSettings.of(
            read(
                """
                sink.kafka.topic: web
                sink.kafka.bootstrap.servers: sink:9092
                sink.kafka.properties: {client.id: sink}
                sink.kafka.create.topics: true
                sink.kafka.last.wins: true
                """)));
  }

  @Test
  void areTheSameInAConfiguration() throws IOException {
    KafkaSinkSettings settings =
        new KafkaSinkSettings(
            new EngineConfig.Kafka("sink:9092", "web", Map.of("client.id", "sink")), true, false);
    EngineConfig config = read("sink.kafka.topic: x").withSink(settings.toSink());
    assertEquals(settings, KafkaSinkSettings.of(config));
    Path file = folder.resolve("run.json");
    ConfigFile.write(file, config);
    assertEquals(config, ConfigFile.read(file));
  }

  @Test
  void needATopic() {
    assertTrue(refusal("").startsWith("sink.kafka.topic: is required: a topic's name: 1 to 236 "));
  }

  @Test
  void r13_refuseANameThatLeavesNoRoomForTheTopicsOwn() throws IOException {
    assertEquals("x".repeat(236), KafkaSinkSettings.of(named(236)).name());
    String message = assertThrows(ConfigException.class, () -> named(237)).getMessage();
    assertTrue(message.contains("is not a topic's name: 1 to 236 letters"), message);
  }

  private EngineConfig named(int length) throws IOException {
    return read("sink.kafka.topic: " + "x".repeat(length));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "transactional.id",
        "enable.idempotence",
        "acks",
        "key.serializer",
        "value.serializer",
        "transaction.timeout.ms",
        "isolation.level",
        "bootstrap.servers"
      })
  void refuseAPropertyThatIsTheSinksOwn(String property) {
    String message = refusal("sink.kafka.topic: web\nsink.kafka.properties: {" + property + ": x}");
    assertTrue(
        message.startsWith("sink.kafka.properties." + property + ": remove it; it is "), message);
  }

  @Test
  void neverShowASecret() throws IOException {
    EngineConfig config =
        read(
            """
            sink.kafka.topic: web
            sink.kafka.properties: {sasl.jaas.config: hunter2}
            """);
    assertFalse(config.toString().contains("hunter2"));
    assertFalse(KafkaSinkSettings.of(config).toString().contains("hunter2"));
    assertFalse(
        refusal("sink.kafka.topic: web\nsink.kafka.properties: [hunter2]").contains("hunter2"));
  }

  @Test
  void theDocumentationHasEachKeyAsItIs() throws IOException {
    String text = Files.readString(Path.of("..", "..", "docs", "configuration.md"));
    String keys = text.substring(text.indexOf("\n### Keys of the sink kafka"));
    assertEquals(
        KafkaSinkSettings.KEYS.stream().map(ConfigKey::row).collect(Collectors.joining("\n")),
        keys.lines()
            .skip(2)
            .takeWhile(line -> !line.startsWith("##"))
            .filter(line -> line.startsWith("| `"))
            .collect(Collectors.joining("\n")));
    for (ConfigKey key : KafkaSinkSettings.KEYS) {
      key.variable().ifPresent(name -> assertTrue(text.contains("`" + name + "`"), name));
    }
  }
}
