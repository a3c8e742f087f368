// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.saboteur;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.ConfigFile;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.sink.postgres.Ledger;
import dev.sluice.sink.postgres.PgSession;
import dev.sluice.sink.postgres.PgSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Faults before and at the start of a run (R10, R13 to R15, R17). */
final class StartFaults {

  private static final ObjectMapper JSON = new ObjectMapper();

  static void acceptsUnknownKeys(Path config) throws IOException {
    change(
        config,
        json -> {
          List<String> unknown = new ArrayList<>();
          json.fieldNames()
              .forEachRemaining(
                  key -> {
                    if (isUnknown(key)) {
                      unknown.add(key);
                    }
                  });
          json.remove(unknown);
        });
  }

  /** Checks a key with the configuration reader itself, which throws only for unknown keys. */
  private static boolean isUnknown(String key) {
    try {
      ConfigFile.refusal(key, "");
      return false;
    } catch (ConfigException e) {
      return true;
    }
  }

  static void ignoresTheMapping(Path config) throws IOException {
    change(config, json -> json.remove("events"));
  }

  static void isNotSupervised(Path config) throws IOException {
    change(config, json -> json.put("supervised", false));
  }

  static void beginsAtTheEnd(Path config) throws Exception {
    if (!hasLedger(config)) {
      change(config, json -> json.put("start", "latest"));
    }
  }

  static void ignoresTheStartOption(Path config) throws Exception {
    if (hasLedger(config)) {
      change(config, json -> json.put("start", "resume"));
    }
  }

  /** Deletes the row of the pipeline: an engine that finds none inserts its own. */
  static void forgetsWhosePipelineItWas(Path config) throws Exception {
    if (hasLedger(config)) {
      EngineConfig read = ConfigFile.read(config);
      try (Connection connection = PgSession.open(PgSettings.of(read), "saboteur");
          Statement statement = connection.createStatement()) {
        statement.executeUpdate("DELETE FROM \"" + PgSettings.of(read).schema() + "\".pipeline");
      }
    }
  }

  /** Moves the ledger forward to where the log now starts. */
  static void jumpsOverGaps(Path config) throws Exception {
    if (!hasLedger(config)) {
      return;
    }
    EngineConfig read = ConfigFile.read(config);
    Map<Integer, Long> earliest = earliest(read.kafka());
    String sql =
        "UPDATE \"%s\".ledger SET next = greatest(next, ?) WHERE partition = ?"
            .formatted(PgSettings.of(read).schema());
    try (Connection connection = PgSession.open(PgSettings.of(read), "saboteur");
        PreparedStatement update = connection.prepareStatement(sql)) {
      for (Map.Entry<Integer, Long> partition : earliest.entrySet()) {
        update.setLong(1, partition.getValue());
        update.setInt(2, partition.getKey());
        update.executeUpdate();
      }
    }
  }

  private static Map<Integer, Long> earliest(EngineConfig.Kafka kafka) {
    Map<String, Object> properties = new HashMap<>(kafka.properties());
    properties.put("bootstrap.servers", kafka.bootstrapServers());
    Map<Integer, Long> earliest = new HashMap<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(kafka.topic()).stream()
              .map(partition -> new TopicPartition(kafka.topic(), partition.partition()))
              .toList();
      consumer
          .beginningOffsets(partitions)
          .forEach((partition, offset) -> earliest.put(partition.partition(), offset));
    }
    return earliest;
  }

  /** Changes the exit code while the process shuts down. */
  @SuppressWarnings("unused") // the file
  static void exitsWithZero(Path config) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> Runtime.getRuntime().halt(0)));
  }

  private static void change(Path config, Consumer<ObjectNode> change) throws IOException {
    try {
      if (JSON.readTree(Files.readString(config)) instanceof ObjectNode json) {
        change.accept(json);
        Files.writeString(config, JSON.writeValueAsString(json));
      }
    } catch (JsonProcessingException | NoSuchFileException e) {
      // The configuration cannot be read; the engine itself reports this.
    }
  }

  /** Whether an earlier run has left a ledger; false if this cannot be determined. */
  private static boolean hasLedger(Path config) throws SQLException {
    EngineConfig read;
    try {
      read = ConfigFile.read(config);
    } catch (ConfigException e) {
      return false; // the engine itself reports this
    }
    String schema = PgSettings.of(read).schema();
    try (Connection connection = PgSession.open(PgSettings.of(read), "saboteur");
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT to_regclass('\"" + schema + "\".ledger') IS NOT NULL")) {
      row.next();
      return row.getBoolean(1) && !Ledger.rows(connection, schema, read.kafka().topic()).isEmpty();
    }
  }

  private StartFaults() {}
}
