// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Creates real clients, which do not connect: nothing listens at their addresses. */
class KafkaClientsTest {

  private static final String MODULE =
      "org.apache.kafka.common.security.plain.PlainLoginModule required ";

  @TempDir Path folder;

  private static void require(String servers, Map<String, String> properties) {
    KafkaClients.require(
        "kafka", new EngineConfig.Kafka(servers, "t", properties), Set.of(), List::of);
  }

  private static String refusal(Map<String, String> properties) {
    return assertThrows(ConfigException.class, () -> require("127.0.0.1:1", properties))
        .getMessage();
  }

  private static String refusal(String name, String value, String... others) {
    Map<String, String> properties = new HashMap<>(Map.of(name, value));
    for (int i = 0; i < others.length; i += 2) {
      properties.put(others[i], others[i + 1]);
    }
    return refusal(properties);
  }

  @Test
  void whatAClientTakesPasses() {
    require(
        "127.0.0.1:1",
        Map.of(
            "security.protocol", "SASL_PLAINTEXT",
            "sasl.mechanism", "PLAIN",
            "sasl.jaas.config", MODULE + "username=\"u\" password=\"p\";",
            "fetch.max.bytes", "52428800",
            "partition.assignment.strategy",
                "org.apache.kafka.clients.consumer.CooperativeStickyAssignor"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fetch.max.bytes|50MB|consumer (Not a number of type INT)",
        "fetch.max.bytes|-1|consumer (Value must be at least 0)",
        "request.timeout.ms|soon|admin client (Not a number of type INT)",
        "security.protocol|TLS|admin client (",
        "client.dns.lookup|never|admin client (",
        "metric.reporters|no.such.Reporter|admin client (ClassNotFoundException: no.such.Reporter)",
        "metric.reporters|java.lang.String|admin client (ClassCastException: class java.lang.String)",
        "partition.assignment.strategy|no.such.Assignor|consumer (ClassNotFoundException: no.such.Assignor)",
        "sasl.login.callback.handler.class|no.such.H|admin client (Class no.such.H could not be found)",
        "heartbeat.interval.ms|99000|consumer (Heartbeat must be set lower than the session timeout)",
        "default.api.timeout.ms|1|admin client (The specified value of default.api.timeout.ms must be"
            + " no smaller than the value of request.timeout.ms)"
      })
  void r13_aPropertyThatAClientRefusesIsNamedWithItsValueAndTheCause(
      String name, String value, String why) {
    String refusal = refusal(name, value);
    assertTrue(
        refusal.startsWith(
            "kafka.properties.%s: %s is refused by the Kafka %s".formatted(name, value, why)),
        refusal);
    assertTrue(refusal.endsWith("; correct or remove it"), refusal);
    assertEquals(1, refusal.lines().count(), refusal);
  }

  @Test
  void r13_aKeyStoreThatIsNotThereOrNoneIsNamed() throws IOException {
    assertEquals(
        "kafka.properties.ssl.keystore.location: /no/such.jks is refused by the Kafka admin client"
            + " (NoSuchFileException: /no/such.jks); correct or remove it",
        refusal(
            "ssl.keystore.location",
            "/no/such.jks",
            "security.protocol",
            "SSL",
            "ssl.keystore.password",
            "hunter2"));
    Path text = Files.writeString(folder.resolve("trust.jks"), "nothing");
    String refusal =
        refusal("ssl.truststore.location", text.toString(), "security.protocol", "SSL");
    assertTrue(refusal.startsWith("kafka.properties.ssl.truststore.location: " + text), refusal);
  }

  @Test
  void r13_whatAnErrorDoesNotNameIsFoundByTrying() {
    String refusal =
        refusal(
            "ssl.truststore.certificates",
            "hunter2",
            "ssl.truststore.type",
            "PEM",
            "security.protocol",
            "SSL");
    assertTrue(refusal.startsWith("kafka.properties"), refusal);
    assertTrue(refusal.contains("No matching CERTIFICATE entries"), refusal);
    assertFalse(refusal.contains("hunter2"), refusal);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "username=\"u\" password=\"hunter2\"|JAAS config entry not terminated by semi-colon",
        "username=\"u\" password=hunter2 required;|Value not specified for key",
        "username=\"u\" password=my hunter2;|Value not specified for key '***'",
        "username=\"u\" password=hunter2 =;|JAAS"
      })
  void r13_aBrokenJaasLineIsNamedAndNothingOfItShown(String options, String why) {
    String refusal =
        refusal(
            "sasl.jaas.config",
            MODULE + options,
            "security.protocol",
            "SASL_PLAINTEXT",
            "sasl.mechanism",
            "PLAIN");
    assertTrue(
        refusal.startsWith("kafka.properties.sasl.jaas.config: its value is refused by the Kafka"),
        refusal);
    assertTrue(refusal.contains(why), refusal);
    assertFalse(refusal.contains("hunter2"), refusal);
  }

  @Test
  void r13_aLoginModuleThatIsNotThereAndALineThatIsMissingAreNamed() {
    String absent =
        refusal(
            "sasl.jaas.config",
            "no.such.Module required password=\"hunter2\";",
            "security.protocol",
            "SASL_PLAINTEXT",
            "sasl.mechanism",
            "PLAIN");
    assertTrue(absent.startsWith("kafka.properties.sasl.jaas.config: its value is"), absent);
    assertTrue(absent.contains("no.such.Module"), absent);
    assertFalse(absent.contains("hunter2"), absent);
    String missing = refusal("security.protocol", "SASL_PLAINTEXT", "sasl.mechanism", "PLAIN");
    assertTrue(missing.startsWith("kafka.properties.sasl.jaas.config: is missing, and"), missing);
  }

  @Test
  void r13_bootstrapServersThatAreNoneAreNamedByTheirKey() {
    for (String servers : List.of("no-port", "no-such-host.invalid:9092")) {
      String refusal =
          assertThrows(ConfigException.class, () -> require(servers, Map.of())).getMessage();
      assertTrue(
          refusal.startsWith("kafka.bootstrap.servers: " + servers + " is refused by"), refusal);
    }
  }

  @Test
  void r13_theEnginesOwnClientsAreTriedToo() {
    EngineConfig.Kafka kafka =
        new EngineConfig.Kafka("127.0.0.1:1", "t", Map.of("linger.ms", "soon"));
    KafkaClients.require("kafka", kafka, Set.of(), List::of);
    String refusal =
        assertThrows(
                ConfigException.class,
                () ->
                    KafkaClients.require(
                        "kafka",
                        kafka,
                        Set.of(),
                        () -> List.of(KafkaClient.of(KafkaClient.Kind.PRODUCER, kafka))))
            .getMessage();
    assertTrue(
        refusal.startsWith("kafka.properties.linger.ms: soon is refused by the Kafka producer"),
        refusal);
  }

  @Test
  void r13_aNameThatNoClientKnowsIsRefusedFirst() {
    assertEquals(
        "kafka.properties.\\uFEFFsecurity.protocol: no Kafka client knows this property; did you"
            + " mean security.protocol?",
        refusal("\uFEFFsecurity.protocol", "SSL"));
  }
}
