// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that no call to the brokers gives up before the writer would (R13). */
class KafkaPatienceTest {

  private static final String TIMEOUT = "default.api.timeout.ms";

  private static EngineConfig config(Map<String, String> properties, long retryDeadlineMillis) {
    EngineConfig base = TestConfigs.starting("resume", false);
    return new EngineConfig(
        base.engine(),
        new EngineConfig.Kafka("broker:9092", "t", properties),
        base.sink(),
        base.decision(),
        base.start(),
        base.drain(),
        base.supervised(),
        base.parallelism(),
        base.batch(),
        base.commitIntervalMillis(),
        retryDeadlineMillis,
        base.stopTimeoutMillis(),
        base.stateDir());
  }

  /**
   * Kafka's own default is a minute; a client refuses a timeout below that of one request, and
   * reports a value that is not a number.
   */
  @ParameterizedTest
  @CsvSource({
    "fetch.min.bytes, 1000, 1000, 60000",
    "fetch.min.bytes, 1000, 240000, 240000",
    "request.timeout.ms, 30000, 120000, 120000",
    "request.timeout.ms, 400000, 120000, 400000",
    "request.timeout.ms, ' 400000 ', 120000, 400000",
    "request.timeout.ms, soon, 120000, 120000",
    "default.api.timeout.ms, 45000, 120000, 45000",
    "default.api.timeout.ms, 400000, 120000, 400000"
  })
  void r13_aCallLastsAsLongAsTheWriterRetriesUnlessTheUserSetsIt(
      String property, String value, long retryDeadlineMillis, String expected) {
    Map<String, String> found =
        KafkaPatience.properties(config(Map.of(property, value), retryDeadlineMillis));
    Map<String, String> properties = new HashMap<>(Map.of(property, value));
    properties.put(TIMEOUT, expected);
    assertEquals(properties, found);
  }

  @ParameterizedTest
  @CsvSource({"fetch.min.bytes, 1000", "request.timeout.ms, 400000"})
  void everyClientCanBeCreatedWithIt(String property, String value) {
    EngineConfig config = config(Map.of(property, value), 120_000);
    EngineConfig.Kafka patient =
        new EngineConfig.Kafka("127.0.0.1:1", "t", KafkaPatience.properties(config));
    List<KafkaClient> clients =
        List.of(KafkaClient.of(KafkaClient.Kind.ADMIN, patient), KafkaClient.consumer(patient));
    assertEquals(Optional.empty(), KafkaClients.fault(clients, patient.properties()));
  }
}
