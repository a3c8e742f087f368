// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.SinkSettings;
import dev.sluice.engine.plan.StartException;
import dev.sluice.engine.start.StartResolver;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real brokers that answer, and then send their clients to unreachable addresses. */
@Timeout(90)
class AdvertisedTest {

  private static final String TOPIC = "hits";
  private static final long SOON_NANOS = 30_000_000_000L;

  private static ExternalServers servers(AdvertisingBroker broker) {
    return new ExternalServers(
        broker.bootstrapServers(), Map.of(), "jdbc:postgresql://127.0.0.1:1/x", "", "");
  }

  /** An engine's configuration with the given retry deadline. */
  private static EngineConfig engine(AdvertisingBroker broker, long retryDeadlineMillis) {
    return new EngineConfig(
        "any",
        new EngineConfig.Kafka(broker.bootstrapServers(), TOPIC, Map.of()),
        new SinkSettings("postgres", Map.of()),
        new EngineConfig.Decision("{\"rules\":[],\"version\":1}", null, 1L, 1, 1),
        "resume",
        true,
        false,
        1,
        new EngineConfig.Batching(1, 1),
        1_000,
        retryDeadlineMillis,
        1_000,
        "state");
  }

  @Test
  void r13_anAdvertisedNameThatDoesNotResolveIsNamedAtOnce() throws Exception {
    try (LabRun run = LabRun.open(new PrintWriter(Writer.nullWriter()));
        AdvertisingBroker broker =
            AdvertisingBroker.start(run.directory(), "no-such-host.invalid:9092", TOPIC)) {
      String expected =
          broker.bootstrapServers()
              + ": broker 1 advertises no-such-host.invalid:9092, which does not resolve here; set"
              + " advertised.listeners of that broker to a name that resolves on this machine, or"
              + " make this name resolve (DNS, or the hosts file)";

      long begin = System.nanoTime();
      assertEquals(
          expected,
          assertThrows(ServerException.class, servers(broker)::requireKafka).getMessage());
      assertEquals(
          "kafka.bootstrap.servers: " + expected,
          assertThrows(ConfigException.class, () -> StartResolver.resolve(engine(broker, 120_000)))
              .getMessage());
      assertTrue(System.nanoTime() - begin < SOON_NANOS, "at once, not after the deadline");
    }
  }

  @Test
  void r13_anAdvertisedAddressThatTakesNoConnectionIsNamedWhenTheTimeIsOver() throws Exception {
    String closed = "127.0.0.1:" + FreePorts.find(1).get(0);
    try (LabRun run = LabRun.open(new PrintWriter(Writer.nullWriter()));
        AdvertisingBroker broker = AdvertisingBroker.start(run.directory(), closed, TOPIC)) {
      String named =
          ": broker 1 advertises " + closed + ", which accepts no connection from here (";
      String lab = assertThrows(ServerException.class, servers(broker)::requireKafka).getMessage();
      assertTrue(lab.contains(named), lab);
      String engine =
          assertThrows(StartException.class, () -> StartResolver.resolve(engine(broker, 6_000)))
              .getMessage();
      assertTrue(engine.startsWith("kafka.bootstrap.servers: no answer from "), engine);
      assertTrue(engine.contains(named), engine);
    }
  }
}
