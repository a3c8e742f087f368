// SPDX-License-Identifier: Apache-2.0
package dev.sluice.peer.connect;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.peer.Peer;
import dev.sluice.sink.postgres.PgSettings;
import io.debezium.connector.jdbc.JdbcSinkConnector;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.connect.converters.ByteArrayConverter;

/** The settings that would be in {@code worker.properties} and in the connector's file. */
final class Settings {

  private static final String TUNED_BATCH = "5000";

  /** The worker's settings; its consumers start at the earliest record, as Connect's always do. */
  static Map<String, String> worker(EngineConfig config) {
    Map<String, String> worker = new HashMap<>();
    config
        .kafka()
        .properties()
        .forEach(
            (key, value) -> {
              worker.put(key, value);
              worker.put("consumer." + key, value);
            });
    worker.put("bootstrap.servers", config.kafka().bootstrapServers());
    worker.put("consumer.isolation.level", "read_committed");
    worker.put("key.converter", ByteArrayConverter.class.getName());
    worker.put("value.converter", ByteArrayConverter.class.getName());
    worker.put(
        "offset.storage.file.filename", Path.of(config.stateDir(), "connect.offsets").toString());
    worker.put("offset.flush.interval.ms", String.valueOf(config.commitIntervalMillis()));
    worker.put("listeners", "http://127.0.0.1:0");
    worker.put("plugin.discovery", "service_load");
    return worker;
  }

  /** The connector's settings, from the upsert example of its documentation. */
  static Map<String, String> connector(RunPlan plan, String name) {
    EngineConfig config = plan.config();
    Map<String, String> connector = new HashMap<>();
    connector.put("name", name);
    connector.put("connector.class", JdbcSinkConnector.class.getName());
    connector.put("tasks.max", String.valueOf(config.parallelism()));
    connector.put("topics", plan.topic());
    connector.put("connection.url", PgSettings.of(config).url());
    connector.put("connection.username", PgSettings.of(config).user());
    connector.put("connection.password", PgSettings.of(config).password());
    connector.put("collection.name.format", PgSettings.of(config).schema() + ".processed_events");
    connector.put("insert.mode", "upsert");
    connector.put("primary.key.mode", "record_value");
    connector.put("primary.key.fields", "identity");
    connector.put("schema.evolution", "none");
    connector.put("transforms", "decide");
    connector.put("transforms.decide.type", Decide.class.getName());
    if (Peer.isTuned(config)) {
      connector.put("batch.size", TUNED_BATCH);
      // The sink never receives more at once than a poll returns.
      connector.put("consumer.override.max.poll.records", TUNED_BATCH);
      connector.put("use.reduction.buffer", "true");
      connector.put("dialect.postgres.unnest.insert.enabled", "true");
    }
    return connector;
  }

  private Settings() {}
}
