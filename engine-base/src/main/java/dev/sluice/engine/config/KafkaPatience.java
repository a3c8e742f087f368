// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/**
 * How long a consumer retries a call other than a poll, such as for its position or a topic's
 * partitions. By default it gives up after a minute, which would end a run although a poll waits as
 * long as necessary (R13). Kafka Streams needs none of this: it repeats such calls itself, up to
 * its {@code task.timeout.ms}.
 */
public final class KafkaPatience {

  /** The default of {@code default.api.timeout.ms}. */
  private static final long KAFKAS_OWN_MILLIS = 60_000;

  /**
   * The user's client properties, and with them a timeout of calls that is not below the retry
   * deadline; a timeout that the user has set is kept.
   */
  public static Map<String, String> properties(EngineConfig config) {
    Map<String, String> properties = new HashMap<>(config.kafka().properties());
    properties.putIfAbsent(
        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, String.valueOf(millis(config)));
    return properties;
  }

  /** A client refuses a timeout that is shorter than that of a single request. */
  private static long millis(EngineConfig config) {
    long least = Math.max(KAFKAS_OWN_MILLIS, config.retryDeadlineMillis());
    String request =
        config.kafka().properties().getOrDefault(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, "");
    try {
      return Math.max(least, Long.parseLong(request.strip()));
    } catch (NumberFormatException e) {
      return least; // absent, or refused by name
    }
  }

  private KafkaPatience() {}
}
