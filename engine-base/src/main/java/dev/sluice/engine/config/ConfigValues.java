// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The values of a file's keys, each of its key's kind; converts them to the configuration record
 * and back.
 */
record ConfigValues(Map<String, Object> values) {

  private static final String UNLIMITED = "unlimited";

  /** The values of a configuration; rules and events as text. */
  static ConfigValues of(EngineConfig config) {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put(EngineKeys.ENGINE.key(), config.engine());
    values.put(EngineKeys.BOOTSTRAP_SERVERS.key(), config.kafka().bootstrapServers());
    values.put(EngineKeys.TOPIC.key(), config.kafka().topic());
    values.put(EngineKeys.KAFKA_PROPERTIES.key(), new TreeMap<>(config.kafka().properties()));
    // The default is left out, for engines that know no other sink.
    if (!EngineKeys.SINK.defaultValue().equals(Optional.of(config.sink().type()))) {
      values.put(EngineKeys.SINK.key(), config.sink().type());
    }
    values.putAll(config.sink().values());
    values.put(EngineKeys.RULES.key(), config.decision().rulesJson());
    if (config.decision().eventsJson() != null) {
      values.put(EngineKeys.EVENTS.key(), config.decision().eventsJson());
    }
    Long lateness = config.decision().allowedLatenessMicros();
    values.put(EngineKeys.ALLOWED_LATENESS.key(), lateness == null ? UNLIMITED : lateness);
    values.put(EngineKeys.ALLOWED_SKEW.key(), config.decision().allowedSkewMicros());
    values.put(EngineKeys.DEAD_LETTERS.key(), config.decision().deadLettersPerReason());
    values.put(EngineKeys.START.key(), config.start());
    values.put(EngineKeys.DRAIN.key(), config.drain());
    values.put(EngineKeys.SUPERVISED.key(), config.supervised());
    values.put(EngineKeys.PARALLELISM.key(), config.parallelism());
    values.put(EngineKeys.BATCH_RECORDS.key(), config.batch().records());
    values.put(EngineKeys.BATCH_LINGER.key(), config.batch().lingerMillis());
    values.put(EngineKeys.COMMIT_INTERVAL.key(), config.commitIntervalMillis());
    values.put(EngineKeys.RETRY_DEADLINE.key(), config.retryDeadlineMillis());
    values.put(EngineKeys.STOP_TIMEOUT.key(), config.stopTimeoutMillis());
    values.put(EngineKeys.STATE_DIR.key(), config.stateDir());
    // Left out if absent, for engines that do not know it.
    if (config.metricsListen() != null) {
      values.put(EngineKeys.METRICS_LISTEN.key(), config.metricsListen().toString());
    }
    return new ConfigValues(values);
  }

  /**
   * The configuration with these values, which must be complete, and the given rules.
   *
   * @param eventsJson null if there is no such key
   * @param sink the keys of the sink
   */
  EngineConfig config(String rulesJson, String eventsJson, List<ConfigKey> sink) {
    Object lateness = value(EngineKeys.ALLOWED_LATENESS);
    return new EngineConfig(
        text(EngineKeys.ENGINE),
        new EngineConfig.Kafka(
            text(EngineKeys.BOOTSTRAP_SERVERS),
            text(EngineKeys.TOPIC),
            SinkSettings.copy((Map<?, ?>) value(EngineKeys.KAFKA_PROPERTIES))),
        sink(sink),
        new EngineConfig.Decision(
            rulesJson,
            eventsJson,
            lateness.equals(UNLIMITED) ? null : (Long) lateness,
            whole(EngineKeys.ALLOWED_SKEW),
            whole(EngineKeys.DEAD_LETTERS)),
        text(EngineKeys.START),
        flag(EngineKeys.DRAIN),
        flag(EngineKeys.SUPERVISED),
        Math.toIntExact(whole(EngineKeys.PARALLELISM)),
        new EngineConfig.Batching(
            Math.toIntExact(whole(EngineKeys.BATCH_RECORDS)), whole(EngineKeys.BATCH_LINGER)),
        whole(EngineKeys.COMMIT_INTERVAL),
        whole(EngineKeys.RETRY_DEADLINE),
        whole(EngineKeys.STOP_TIMEOUT),
        text(EngineKeys.STATE_DIR),
        (ListenAddress) value(EngineKeys.METRICS_LISTEN));
  }

  private SinkSettings sink(List<ConfigKey> keys) {
    Map<String, Object> set = new TreeMap<>();
    for (ConfigKey key : keys) {
      if (values.containsKey(key.key())) {
        set.put(key.key(), value(key));
      }
    }
    return new SinkSettings(text(EngineKeys.SINK), set);
  }

  private Object value(ConfigKey key) {
    return values.get(key.key());
  }

  private String text(ConfigKey key) {
    return (String) value(key);
  }

  private boolean flag(ConfigKey key) {
    return (Boolean) value(key);
  }

  private long whole(ConfigKey key) {
    return (Long) value(key);
  }
}
