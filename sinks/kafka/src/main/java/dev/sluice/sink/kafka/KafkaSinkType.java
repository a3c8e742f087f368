// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.kafka;

import dev.sluice.engine.config.ConfigKey;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.sink.Sink;
import dev.sluice.engine.sink.SinkCapability;
import dev.sluice.engine.sink.SinkType;
import java.util.List;
import java.util.Map;

/** Kafka topics, as {@code docs/sinks.md} describes them. */
public final class KafkaSinkType implements SinkType {

  @Override
  public String name() {
    return KafkaSinkSettings.TYPE;
  }

  @Override
  public List<ConfigKey> keys() {
    return KafkaSinkSettings.KEYS;
  }

  @Override
  public Map<SinkCapability, String> declines() {
    return Map.of(
        SinkCapability.ONE_COMMIT,
        "Each source partition has a producer and a transaction of its own, which is what keeps an"
            + " older writer of the partition out.",
        SinkCapability.REFUSAL,
        "A topic has no constraints; a record that the brokers refuse, such as one that is too"
            + " large, ends the run.",
        SinkCapability.REPLACEMENT,
        "A topic cannot replace a record; readers keep of an identity the row at the lowest"
            + " position.");
  }

  @Override
  public Sink open(EngineConfig config) {
    return new KafkaSink(config, ProducerSource.KAFKA);
  }
}
