// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.server;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Waits for a broker that is starting. */
final class KafkaAnswer {

  /**
   * Whether a broker returned its cluster's nodes before the deadline. An interrupt ends the wait.
   *
   * @param alive whether there is still something to wait for
   * @param deadline by {@link System#nanoTime}
   */
  static boolean awaited(String bootstrapServers, BooleanSupplier alive, long deadline) {
    Map<String, Object> config =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            bootstrapServers,
            AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
            50);
    try (Admin admin = Admin.create(config)) {
      while (alive.getAsBoolean() && System.nanoTime() < deadline) {
        try {
          if (!admin.describeCluster().nodes().get(1, TimeUnit.SECONDS).isEmpty()) {
            return true;
          }
        } catch (ExecutionException | TimeoutException notYet) {
          // Try again.
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return false;
        }
      }
      return false;
    }
  }

  private KafkaAnswer() {}
}
