// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The values of a file's keys, each of its key's kind; converts them to the configuration record
 * and back.
 */
record ConfigValues(Map<ConfigKey, Object> values) {

  private static final String UNLIMITED = "unlimited";

  /** The values of a configuration; rules and events as text. */
  static ConfigValues of(EngineConfig config) {
    Map<ConfigKey, Object> values = new EnumMap<>(ConfigKey.class);
    values.put(ConfigKey.ENGINE, config.engine());
    values.put(ConfigKey.BOOTSTRAP_SERVERS, config.kafka().bootstrapServers());
    values.put(ConfigKey.TOPIC, config.kafka().topic());
    values.put(ConfigKey.KAFKA_PROPERTIES, new TreeMap<>(config.kafka().properties()));
    values.put(ConfigKey.POSTGRES_URL, config.postgres().url());
    values.put(ConfigKey.POSTGRES_USER, config.postgres().user());
    values.put(ConfigKey.POSTGRES_PASSWORD, config.postgres().password());
    values.put(ConfigKey.POSTGRES_SCHEMA, config.postgres().schema());
    values.put(ConfigKey.CREATE_TABLES, config.postgres().createTables());
    values.put(ConfigKey.RULES, config.decision().rulesJson());
    if (config.decision().eventsJson() != null) {
      values.put(ConfigKey.EVENTS, config.decision().eventsJson());
    }
    Long lateness = config.decision().allowedLatenessMicros();
    values.put(ConfigKey.ALLOWED_LATENESS, lateness == null ? UNLIMITED : lateness);
    values.put(ConfigKey.ALLOWED_SKEW, config.decision().allowedSkewMicros());
    values.put(ConfigKey.DEAD_LETTERS, config.decision().deadLettersPerReason());
    values.put(ConfigKey.START, config.start());
    values.put(ConfigKey.DRAIN, config.drain());
    values.put(ConfigKey.SUPERVISED, config.supervised());
    values.put(ConfigKey.PARALLELISM, config.parallelism());
    values.put(ConfigKey.BATCH_RECORDS, config.batch().records());
    values.put(ConfigKey.BATCH_LINGER, config.batch().lingerMillis());
    values.put(ConfigKey.COMMIT_INTERVAL, config.commitIntervalMillis());
    values.put(ConfigKey.RETRY_DEADLINE, config.retryDeadlineMillis());
    values.put(ConfigKey.STOP_TIMEOUT, config.stopTimeoutMillis());
    values.put(ConfigKey.STATE_DIR, config.stateDir());
    return new ConfigValues(values);
  }

  /**
   * The configuration with these values, which must be complete, and the given rules.
   *
   * @param eventsJson null if there is no such key
   */
  EngineConfig config(String rulesJson, String eventsJson) {
    Object lateness = value(ConfigKey.ALLOWED_LATENESS);
    return new EngineConfig(
        text(ConfigKey.ENGINE),
        new EngineConfig.Kafka(
            text(ConfigKey.BOOTSTRAP_SERVERS),
            text(ConfigKey.TOPIC),
            properties(ConfigKey.KAFKA_PROPERTIES)),
        new EngineConfig.Postgres(
            text(ConfigKey.POSTGRES_URL),
            text(ConfigKey.POSTGRES_USER),
            text(ConfigKey.POSTGRES_PASSWORD),
            text(ConfigKey.POSTGRES_SCHEMA),
            flag(ConfigKey.CREATE_TABLES)),
        new EngineConfig.Decision(
            rulesJson,
            eventsJson,
            lateness.equals(UNLIMITED) ? null : (Long) lateness,
            whole(ConfigKey.ALLOWED_SKEW),
            whole(ConfigKey.DEAD_LETTERS)),
        text(ConfigKey.START),
        flag(ConfigKey.DRAIN),
        flag(ConfigKey.SUPERVISED),
        Math.toIntExact(whole(ConfigKey.PARALLELISM)),
        new EngineConfig.Batching(
            Math.toIntExact(whole(ConfigKey.BATCH_RECORDS)), whole(ConfigKey.BATCH_LINGER)),
        whole(ConfigKey.COMMIT_INTERVAL),
        whole(ConfigKey.RETRY_DEADLINE),
        whole(ConfigKey.STOP_TIMEOUT),
        text(ConfigKey.STATE_DIR));
  }

  Object value(ConfigKey key) {
    return values.get(key);
  }

  String text(ConfigKey key) {
    return (String) value(key);
  }

  boolean flag(ConfigKey key) {
    return (Boolean) value(key);
  }

  long whole(ConfigKey key) {
    return (Long) value(key);
  }

  Map<String, String> properties(ConfigKey key) {
    Map<String, String> properties = new TreeMap<>();
    if (value(key) instanceof Map<?, ?> map) {
      map.forEach((name, value) -> properties.put((String) name, (String) value));
    }
    return properties;
  }
}
