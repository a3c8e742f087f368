// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.log;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.plan.Deadline;
import dev.sluice.engine.plan.StartException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests the errors without a broker; the integration tests have one. */
class KafkaTopicLogTest {

  private static void look(String servers, Map<String, String> properties) {
    new KafkaTopicLog()
        .state(
            new EngineConfig.Kafka(servers, "t", properties),
            Optional.empty(),
            Deadline.in(Duration.ofMillis(200)));
  }

  @Test
  void r13_namesTheServersThatDoNotAnswer() throws IOException {
    String servers;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      servers = "127.0.0.1:" + free.getLocalPort();
    }
    String message = assertThrows(StartException.class, () -> look(servers, Map.of())).getMessage();
    assertTrue(
        message.startsWith(
            "kafka.bootstrap.servers: no answer from " + servers + " within 200 ms: "),
        message);
  }

  @Test
  void r13_namesTheKeyWhereNoClientCanBeMade() {
    String servers =
        assertThrows(ConfigException.class, () -> look("no-port", Map.of())).getMessage();
    assertTrue(servers.startsWith("kafka.bootstrap.servers: no-port is refused by"), servers);
    String protocol =
        assertThrows(
                ConfigException.class,
                () -> look("127.0.0.1:1", Map.of("security.protocol", "NONE_SUCH")))
            .getMessage();
    assertTrue(
        protocol.startsWith("kafka.properties.security.protocol: NONE_SUCH is refused by"),
        protocol);
  }
}
