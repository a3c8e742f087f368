// SPDX-License-Identifier: Apache-2.0
package dev.sluice.peer;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.sink.kafka.KafkaSinkSettings;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerConfig;

/** The settings of an engine's producers for the topic of events. */
public final class EventProducers {

  /** As Sluice's own sink has them, so that a tuned mode sends as few requests. */
  private static final Map<String, String> TUNED =
      Map.of(ProducerConfig.LINGER_MS_CONFIG, "20", ProducerConfig.BATCH_SIZE_CONFIG, "262144");

  /** What differs from the engine's defaults, without the servers' addresses. */
  public static Map<String, String> properties(EngineConfig config) {
    Map<String, String> properties = new TreeMap<>(Peer.isTuned(config) ? TUNED : Map.of());
    properties.putAll(KafkaSinkSettings.of(config).kafka().properties());
    return properties;
  }

  /** The addresses of the servers. */
  public static String servers(EngineConfig config) {
    return KafkaSinkSettings.of(config).kafka().bootstrapServers();
  }

  private EventProducers() {}
}
