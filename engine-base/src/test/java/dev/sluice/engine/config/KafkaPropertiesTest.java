// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which names are accepted, and with which message the others are refused. */
class KafkaPropertiesTest {

  private static Optional<String> unknown(String name, Map<String, String> others) {
    Map<String, String> given = new HashMap<>(others);
    given.put(name, "x");
    return KafkaProperties.unknown(name, given, Set.of());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "security.protocol",
        "sasl.jaas.config",
        "sasl.oauthbearer.token.endpoint.url",
        "ssl.truststore.certificates",
        "fetch.max.bytes",
        "linger.ms",
        "default.api.timeout.ms",
        "config.providers.vault.class",
        "config.providers.vault.param.anyThing",
        "metrics.context.tenant",
        "metrics.jmx.include"
      })
  void aNameThatSomeClientKnowsPasses(String name) {
    assertEquals(Optional.empty(), unknown(name, Map.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "securty.protocol, security.protocol",
    "'\uFEFFsecurity.protocol', security.protocol",
    "Security.Protocol, security.protocol",
    "fetch.max.byte, fetch.max.bytes",
    "ssl.trustore.location, ssl.truststore.location"
  })
  void r13_aNameThatNoClientKnowsIsRefusedWithTheOneThatWasMeant(String name, String meant) {
    assertEquals(
        Optional.of("no Kafka client knows this property; did you mean " + meant + "?"),
        unknown(name, Map.of()));
  }

  @Test
  void r13_aNameUnlikeAnyIsToBeRemoved() {
    assertEquals(
        Optional.of("no Kafka client knows this property; remove it"),
        unknown("reporter.destination.of.mine", Map.of()));
  }

  /** A client would ignore it, and connect in plain text. */
  @ParameterizedTest
  @ValueSource(strings = {"consumer.", "main.consumer.", "producer.", "admin.", "kafka."})
  void r13_aPrefixOfOneEngineIsRefused(String prefix) {
    assertEquals(
        Optional.of("each property goes to every client that knows it; write security.protocol"),
        unknown(prefix + "security.protocol", Map.of()));
  }

  @Test
  void aClassOfTheUsersHasNamesOfItsOwn() {
    for (String plugged :
        List.of(
            CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG,
            "sasl.login.callback.handler.class",
            "ssl.engine.factory.class",
            "security.providers")) {
      Map<String, String> others = Map.of(plugged, "com.example.Mine");
      assertEquals(Optional.empty(), unknown("example.destination", others), plugged);
      assertTrue(unknown("securty.protocol", others).isPresent(), plugged);
    }
    Map<String, String> kafkas =
        Map.of("metric.reporters", "org.apache.kafka.common.metrics.JmxReporter");
    assertTrue(unknown("example.destination", kafkas).isPresent());
  }

  @Test
  void anEngineMayKnowNamesOfItsOwn() {
    Map<String, String> given = Map.of("client.id.prefix", "x");
    assertEquals(
        Optional.empty(),
        KafkaProperties.unknown("client.id.prefix", given, Set.of("client.id.prefix")));
    assertTrue(KafkaProperties.unknown("client.id.prefix", given, Set.of()).isPresent());
  }

  @Test
  void whatCannotBeSeenInANameIsShown() {
    assertEquals("\\uFEFFsecurity.protocol", KafkaProperties.shown("\uFEFFsecurity.protocol"));
    assertEquals("a\\u0020b", KafkaProperties.shown("a b"));
  }
}
