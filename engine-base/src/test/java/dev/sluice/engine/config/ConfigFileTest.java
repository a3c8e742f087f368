// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFileTest {

  private static final String RULES =
      "{\"rules\":[{\"name\":\"post\","
          + "\"when\":{\"equals\":{\"field\":\"method\",\"value\":\"POST\"}}}]}";

  @TempDir Path folder;

  /** Only the keys that are required. */
  private static Map<String, String> least() {
    Map<String, String> keys = new LinkedHashMap<>();
    keys.put("engine", "\"flink\"");
    keys.put("kafka.bootstrap.servers", "\"broker:9092\"");
    keys.put("kafka.topic", "\"events\"");
    keys.put("sink", "\"test\"");
    keys.put("test.place", "\"test://db\"");
    keys.put("state.dir", "\"/state\"");
    return keys;
  }

  private EngineConfig read(Map<String, String> keys) throws IOException {
    return read(keys, Map.of());
  }

  private EngineConfig read(Map<String, String> keys, Map<String, String> environment)
      throws IOException {
    return ConfigFile.read(
        write(
            keys.entrySet().stream()
                .map(entry -> "\"" + entry.getKey() + "\": " + entry.getValue())
                .collect(Collectors.joining(", ", "{", "}"))),
        environment);
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("run.json"), text);
  }

  private String refusal(String key, String value) {
    Map<String, String> keys = least();
    keys.put(key, value);
    return assertThrows(ConfigException.class, () -> read(keys)).getMessage();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"engine\": \"flink\", %s}", "engine: flink\n%s"})
  void aByteOrderMarkAtTheHeadIsSkipped(String shape) throws IOException {
    String separator = shape.startsWith("{") ? ", " : "\n";
    Map<String, String> keys = least();
    keys.remove("engine");
    String text =
        shape.formatted(
            keys.entrySet().stream()
                .map(key -> "\"" + key.getKey() + "\": " + key.getValue())
                .collect(Collectors.joining(separator)));
    assertEquals("flink", ConfigFile.read(write("\ufeff" + text), Map.of()).engine());
  }

  @Test
  void everyKeyHasTheDefaultThatTheContractNames() {
    Map<String, Object> byHand = new LinkedHashMap<>();
    byHand.put("engine", "required");
    byHand.put("kafka.bootstrap.servers", "required");
    byHand.put("kafka.topic", "required");
    byHand.put("kafka.properties", Map.of());
    byHand.put("sink", "postgres");
    byHand.put("rules", "none");
    byHand.put("events", "none");
    byHand.put("allowed.lateness.micros", 15_000_000L);
    byHand.put("allowed.skew.micros", 60_000_000L);
    byHand.put("dead.letters.per.reason", 10_000L);
    byHand.put("start", "resume");
    byHand.put("drain", false);
    byHand.put("supervised", false);
    byHand.put("parallelism", 2L);
    byHand.put("batch.records", 10_000L);
    byHand.put("batch.linger.ms", 50L);
    byHand.put("commit.interval.ms", 1_000L);
    byHand.put("retry.deadline.ms", 120_000L);
    byHand.put("stop.timeout.ms", 30_000L);
    byHand.put("state.dir", "required");
    byHand.put("metrics.listen", "none");

    Map<String, Object> inCode = new LinkedHashMap<>();
    for (ConfigKey key : EngineKeys.ALL) {
      inCode.put(key.key(), key.defaultValue().orElse(key.isRequired() ? "required" : "none"));
    }
    assertEquals(byHand, inCode);
  }

  @Test
  void leavesAllKeysToTheirDefaultsThatAreNotRequired() throws IOException {
    EngineConfig config = read(least());
    String rules =
        RulesFile.canonicalJson(RulesFile.parse("default rules", RulesFile.defaultRules()));
    assertEquals(
        new EngineConfig(
            "flink",
            new EngineConfig.Kafka("broker:9092", "events", Map.of()),
            TestSink.settings("test://db", "", false, Map.of()),
            new EngineConfig.Decision(rules, null, 15_000_000L, 60_000_000L, 10_000L),
            "resume",
            false,
            false,
            2,
            new EngineConfig.Batching(10_000, 50),
            1_000,
            120_000,
            30_000,
            "/state"),
        config);
  }

  @Test
  void readsBackWhatItWrote() throws IOException {
    EngineConfig config =
        TestConfigs.full(RulesFile.canonicalJson(RulesFile.parse("rules", RULES)));
    Path file = folder.resolve("run.json");
    ConfigFile.write(file, config);
    assertEquals(config, ConfigFile.read(file, Map.of()));

    EngineConfig other = TestConfigs.starting("resume", false);
    ConfigFile.write(file, other);
    assertEquals(other, ConfigFile.read(file, Map.of()));
    assertEquals(1, Objects.requireNonNull(folder.toFile().list()).length, "only the file itself");
  }

  @ParameterizedTest
  @CsvSource({
    "9400, 127.0.0.1:9400",
    "0, 127.0.0.1:0",
    "\"9400\", 127.0.0.1:9400",
    "\"0.0.0.0:9400\", 0.0.0.0:9400",
    "\"metrics.example:65535\", metrics.example:65535",
    "\"[::1]:9400\", [::1]:9400"
  })
  void aPortWithoutAHostIsOnLoopback(String value, String address) throws IOException {
    Map<String, String> keys = least();
    keys.put("metrics.listen", value);
    EngineConfig config = read(keys);
    assertEquals(address, config.metricsListen().toString());
    Path file = folder.resolve("other.json");
    ConfigFile.write(file, config);
    assertEquals(config, ConfigFile.read(file, Map.of()));
  }

  @Test
  void onlyTheOwnerReadsTheFile() throws IOException {
    Path file = folder.resolve("run.json");
    Files.writeString(file, "{}");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    ConfigFile.write(file, TestConfigs.starting("resume", false));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void readsYamlToo() throws IOException {
    Path file =
        write(
            """
            # a service's own
            engine: flink
            kafka.bootstrap.servers: broker:9092
            kafka.topic: events
            kafka.properties:
              max.poll.records: 500
              security.protocol: SSL
            sink: test
            test.place: test://db
            state.dir: /state
            allowed.lateness.micros: unlimited
            """);
    EngineConfig config = ConfigFile.read(file, Map.of());
    assertEquals(
        Map.of("max.poll.records", "500", "security.protocol", "SSL"), config.kafka().properties());
    assertTrue(config.decision().allowedLateness().isEmpty());
  }

  @Test
  void takesSecretsFromTheEnvironmentWhereTheFileHasNone() throws IOException {
    Map<String, String> environment =
        Map.of(
            "TEST_PASSWORD", "from-env",
            "TEST_JAAS", "sink-jaas-from-env",
            "SLUICE_KAFKA_SASL_JAAS_CONFIG", "jaas-from-env");
    Map<String, String> keys = least();
    EngineConfig without = read(keys, environment);
    assertEquals("from-env", without.sink().text("test.password"));
    assertEquals(
        Map.of("sasl.jaas.config", "sink-jaas-from-env"),
        without.sink().properties("test.properties"));
    assertEquals(Map.of("sasl.jaas.config", "jaas-from-env"), without.kafka().properties());

    keys.put("test.password", "\"from-file\"");
    keys.put(
        "kafka.properties", "{\"sasl.jaas.config\": \"jaas-from-file\", \"client.id\": \"c\"}");
    EngineConfig with = read(keys, environment);
    assertEquals("from-file", with.sink().text("test.password"));
    assertEquals(
        Map.of("sasl.jaas.config", "jaas-from-file", "client.id", "c"), with.kafka().properties());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"engine", "kafka.bootstrap.servers", "kafka.topic", "test.place", "state.dir"})
  void r13_namesARequiredKeyThatIsMissing(String key) {
    Map<String, String> keys = least();
    keys.remove(key);
    String message = assertThrows(ConfigException.class, () -> read(keys)).getMessage();
    assertTrue(message.startsWith(key + ": is required"), message);
    assertTrue(message.contains("run.json"), message);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\'',
      delimiter = '|',
      value = {
        "parallelism|0|0 is not a whole number from 1 to 1024",
        "parallelism|1025|1025 is not a whole number from 1 to 1024",
        "parallelism|2.5|2.5 is not a whole number",
        "parallelism|\"2\"|\"2\" is not a whole number",
        "parallelism|99999999999999999999|99999999999999999999 is not a whole number",
        "parallelism|null|null is not a whole number",
        "drain|\"yes\"|\"yes\" is not true or false",
        "allowed.lateness.micros|-1|-1 is not a whole number from 0",
        "allowed.lateness.micros|\"never\"|\"never\" is not a whole number from 0",
        "allowed.skew.micros|\"unlimited\"|\"unlimited\" is not a whole number from 0",
        "batch.records|0|0 is not a whole number from 1 to 1000000",
        "retry.deadline.ms|240001|240001 is not a whole number from 100 to 240000",
        "kafka.topic|\"a b\"|\"a b\" is not a topic's name",
        "kafka.topic|\"..\"|\"..\" is not a topic's name",
        "kafka.properties|[]|its value is not an object",
        "kafka.properties|{\"a\": []}|its value is not an object",
        "test.create|\"yes\"|\"yes\" is not true or false",
        "test.properties|[]|its value is not an object",
        "rules|7|7 is not an object",
        "events|\"x.yaml\"|\"x.yaml\" is not an object, as in an events file",
        "engine|\" \"|\" \" is not text that is not blank",
        "start|7|7 is not text",
        "metrics.listen|65536|65536 is not a port from 0 to 65535, or HOST:PORT",
        "metrics.listen|-1|-1 is not a port from 0 to 65535, or HOST:PORT",
        "metrics.listen|\"localhost\"|\"localhost\" is not a port from 0 to 65535, or HOST:PORT",
        "metrics.listen|\"h:65536\"|\"h:65536\" is not a port from 0 to 65535, or HOST:PORT",
        "metrics.listen|\"::1:9400\"|\"::1:9400\" is not a port from 0 to 65535, or HOST:PORT",
        "metrics.listen|true|true is not a port from 0 to 65535, or HOST:PORT"
      })
  void r13_namesKeyValueAndWhatIsAllowed(String key, String value, String problem) {
    String message = refusal(key, value);
    assertTrue(message.startsWith(key + ": " + problem), message);
    assertTrue(message.endsWith("(in " + folder.resolve("run.json") + ")"), message);
  }

  @Test
  void r13_suggestsTheKeyThatWasMeant() {
    String near = refusal("kafka.bootstrap.server", "\"x\"");
    assertTrue(
        near.startsWith(
            "kafka.bootstrap.server: unknown key; did you mean kafka.bootstrap.servers?"),
        near);
    String far = refusal("zzz", "1");
    assertTrue(far.startsWith("zzz: unknown key; the keys are engine, "), far);
  }

  @Test
  void r13_refusesASinkThatIsNotThere() {
    assertEquals(
        "sink: \"shelf\" is not other or test or unreachable (in "
            + folder.resolve("run.json")
            + ")",
        refusal("sink", "\"shelf\""));
    Map<String, String> keys = least();
    keys.remove("sink");
    String message = assertThrows(ConfigException.class, () -> read(keys)).getMessage();
    assertTrue(
        message.startsWith("sink: \"postgres\" is not other or test or unreachable"), message);
  }

  @Test
  void r13_namesTheSinkOfAKeyThatIsAnothers() {
    String message = refusal("other.place", "\"x\"");
    assertTrue(
        message.startsWith(
            "other.place: is a key of the sink other, but this one is test; remove it, or set sink"
                + " to other (in "),
        message);
  }

  @Test
  void r13_suggestsAKeyOfTheSink() {
    String message = refusal("test.plaec", "\"x\"");
    assertTrue(message.startsWith("test.plaec: unknown key; did you mean test.place?"), message);
  }

  @Test
  void refusesAPropertyThatTheSinkRefuses() {
    String message = refusal("test.properties", "{\"taken\": \"x\"}");
    assertTrue(
        message.startsWith("test.properties.taken: remove it; it is the sink's own"), message);
  }

  /** Its own process knows the sink's keys; the one that writes the file need not. */
  @Test
  void writesTheKeysOfASinkThatIsNotThere() throws IOException {
    EngineConfig base = TestConfigs.starting("resume", false);
    Path file = folder.resolve("run.json");
    ConfigFile.write(file, base.withSink(new SinkSettings("absent", Map.of("absent.size", 7L))));
    String text = Files.readString(file);
    assertTrue(text.contains("\"sink\": \"absent\""), text);
    assertTrue(text.contains("\"absent.size\": 7"), text);
  }

  @Test
  void r13_refusesAWrongRule() {
    String message = refusal("rules", "{\"rules\": [{\"name\": \"x\", \"when\": {\"feld\": 1}}]}");
    assertTrue(message.contains("run.json"), message);
    assertTrue(message.contains("feld"), message);
  }

  @Test
  void readsWhereTheFieldsOfEventsAre() throws IOException {
    Map<String, String> keys = least();
    keys.put(
        "events",
        "{\"fields\": {\"url\": \"uri\", \"host\": {\"value\": \"shop.example\"},"
            + " \"event_time\": {\"from\": \"ts\", \"format\": \"epoch_seconds\", \"first\": false},"
            + " \"status\": {\"value\": 200}}}");
    EngineConfig config = read(keys);
    assertEquals(
        "{\"version\":1,\"fields\":{\"event_time\":{\"from\":\"ts\",\"format\":\"epoch_seconds\"},"
            + "\"host\":{\"value\":\"shop.example\"},\"url\":{\"from\":\"uri\"},"
            + "\"status\":{\"value\":200}}}",
        config.decision().eventsJson());
    Path file = folder.resolve("other.json");
    ConfigFile.write(file, config);
    assertEquals(config, ConfigFile.read(file, Map.of()));
  }

  @Test
  void r13_refusesAWrongMapping() {
    String message = refusal("events", "{\"fields\": {\"hots\": \"h\"}}");
    assertEquals(
        folder.resolve("run.json")
            + ", events:1: fields: 'hots' is not a key here; did you mean host? allowed: event_id,"
            + " event_time, host, url, ip, method, status, bytes, referrer, user_agent",
        message);
  }

  @Test
  void neverShowsASecret() throws IOException {
    assertFalse(refusal("test.password", "[\"hunter2\"]").contains("hunter2"));
    String url = refusal("test.place", "\"hunter2\"");
    assertFalse(url.contains("hunter2"), url);
    assertTrue(url.contains("a place: test:…"), url);
    assertFalse(
        refusal("kafka.properties", "{\"sasl.jaas.config\": [\"hunter2\"]}").contains("hunter2"));
    Path broken = write("{\"test.password\": \"hunter2\" oops}");
    String syntax =
        assertThrows(ConfigException.class, () -> ConfigFile.read(broken, Map.of())).getMessage();
    assertFalse(syntax.contains("hunter2"), syntax);
    assertTrue(syntax.contains("line 1, column"), syntax);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bootstrap.servers",
        "isolation.level",
        "auto.offset.reset",
        "group.id",
        "group.instance.id",
        "application.id",
        "enable.auto.commit",
        "key.deserializer",
        "value.deserializer",
        "interceptor.classes",
        "allow.auto.create.topics",
        "max.poll.interval.ms",
        "group.protocol",
        "processor.wrapper.class",
        "consumer.isolation.level",
        "main.consumer.auto.offset.reset",
        "kafka.group.id"
      })
  void refusesAPropertyThatWouldBreakTheContract(String property) {
    String message = refusal("kafka.properties", "{\"" + property + "\": \"x\"}");
    assertTrue(message.startsWith("kafka.properties." + property + ": remove it"), message);
  }

  @Test
  void refusesWhatIsNoObjectOfKeys() throws IOException {
    Path absent = folder.resolve("absent.json");
    assertEquals(
        absent + ": there is no such file",
        assertThrows(ConfigException.class, () -> ConfigFile.read(absent)).getMessage());
    for (String text :
        new String[] {"", "[]", "7", "{} {}", "{\"a\": 1, \"a\": 1}", "--- {}\n--- {}"}) {
      Path file = write(text);
      String message =
          assertThrows(ConfigException.class, () -> ConfigFile.read(file), text).getMessage();
      assertTrue(message.startsWith(file.toString()) || message.startsWith("a:"), message);
    }
  }

  @Test
  void theDocumentationHasEachKeyAsItIs() throws IOException {
    String text = Files.readString(Path.of("..", "docs", "configuration.md"));
    String keys = text.substring(text.indexOf("\n## Keys"), text.indexOf("\n### "));
    Stream<String> rows = keys.lines().filter(line -> line.startsWith("| `"));
    assertEquals(
        EngineKeys.ALL.stream().map(ConfigKey::row).collect(Collectors.joining("\n")),
        rows.collect(Collectors.joining("\n")));
    for (String property : KafkaProperties.refused()) {
      assertTrue(text.contains("`" + property + "`"), property);
    }
    assertTrue(text.contains("SLUICE_KAFKA_SASL_JAAS_CONFIG"));
  }
}
