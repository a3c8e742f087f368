// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.metrics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.ListenAddress;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetricsServerTest {

  private static MetricsServer start(ListenAddress address, Health health) {
    return MetricsServer.start(address, new PrometheusRegistry(), health);
  }

  static Health health(boolean live, boolean ready) {
    return new Health() {
      @Override
      public boolean isLive() {
        return live;
      }

      @Override
      public boolean isReady() {
        return ready;
      }
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "true | true | /health | 200 | {\"live\":true,\"ready\":true}",
        "true | false | /health | 503 | {\"live\":true,\"ready\":false}",
        "false | false | /health | 503 | {\"live\":false,\"ready\":false}",
        "true | false | /health/live | 200 | {\"live\":true}",
        "false | false | /health/live | 503 | {\"live\":false}",
        "true | true | /health/ready | 200 | {\"ready\":true}",
        "true | false | /health/ready | 503 | {\"ready\":false}",
        "true | true | / | 404 | {\"paths\":\"/metrics, /health, /health/live, /health/ready\"}",
        "true | true | /healthy | 404 | {\"paths\":\"/metrics, /health, /health/live, /health/ready\"}"
      })
  void healthIsACodeAndOneObject(boolean live, boolean ready, String path, int code, String body)
      throws Exception {
    try (MetricsServer server = start(ListenAddress.loopback(0), health(live, ready))) {
      HttpResponse<String> response = Scrape.get(server.address(), path);
      assertEquals(code, response.statusCode());
      assertEquals(body + "\n", response.body());
    }
  }

  @Test
  void itListensAtItsAddressOnly() throws Exception {
    try (MetricsServer server = start(ListenAddress.loopback(0), health(true, true))) {
      assertTrue(server.address().port() > 0);
      try (ServerSocket other =
          new ServerSocket(
              server.address().port(), 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 2}))) {
        assertTrue(other.isBound(), "another loopback address has this port free");
      }
    }
  }

  @Test
  void r13_aPortInUseIsRefused() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      ListenAddress address = ListenAddress.loopback(taken.getLocalPort());
      assertEquals(
          "metrics.listen: " + address + ": Address already in use; choose another port or host",
          assertThrows(ConfigException.class, () -> start(address, health(true, true)))
              .getMessage());
    }
  }

  @Test
  void r13_aHostWithoutAnAddressIsRefused() {
    assertEquals(
        "metrics.listen: nowhere.invalid:0: the host has no address; name another one",
        assertThrows(
                ConfigException.class,
                () -> start(new ListenAddress("nowhere.invalid", 0), health(true, true)))
            .getMessage());
  }

  @Test
  void onceClosedThePortIsFree() throws IOException {
    MetricsServer server = start(ListenAddress.loopback(0), health(true, true));
    server.close();
    try (MetricsServer next = start(server.address(), health(true, true))) {
      assertEquals(server.address(), next.address());
    }
  }
}
