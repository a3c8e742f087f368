// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.postgres;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.ledger.Pipeline;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Optional;

/** Reads and inserts the one row of the table {@code pipeline} (R10). */
public final class PgPipeline {

  private static final String COLUMNS =
      "contract_version, run_id, kafka_cluster_id, topic, topic_id, rules_sha256,"
          + " allowed_lateness_micros, allowed_skew_micros, dead_letters_per_reason, limits,"
          + " isolation";
  private static final String EVENTS = ", events_sha256";
  private static final int EVENTS_PLACE = 12;

  /** Reads the row of a schema; empty if no pipeline wrote there yet. */
  public static Optional<Pipeline> read(Connection connection, String schema) throws SQLException {
    boolean events = Schema.hasEventsColumn(connection, schema);
    String sql =
        "SELECT " + COLUMNS + (events ? EVENTS : "") + " FROM " + Sql.table(schema, "pipeline");
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet result = statement.executeQuery()) {
      return result.next() ? Optional.of(of(result, events)) : Optional.empty();
    }
  }

  /**
   * Inserts the row if there is none, and returns the current one.
   *
   * @throws ConfigException if there is none even then, or if the table is too old for a mapping
   */
  public static Pipeline insertIfAbsent(Connection connection, String schema, Pipeline row)
      throws SQLException {
    boolean events = row.eventsSha256() != null;
    if (events && !Schema.hasEventsColumn(connection, schema)) {
      throw new ConfigException(
          "events",
          "the table pipeline of schema "
              + schema
              + " was made before there were mappings and lacks the column events_sha256; run "
              + Schema.addEventsColumn(schema));
    }
    String sql =
        "INSERT INTO "
            + Sql.table(schema, "pipeline")
            + " ("
            + COLUMNS
            + (events ? EVENTS : "")
            + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?"
            + (events ? ", ?" : "")
            + ") ON CONFLICT (one_row) DO NOTHING";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      bind(row, statement);
      statement.executeUpdate();
    }
    return read(connection, schema)
        .orElseThrow(
            () ->
                new ConfigException(
                    "postgres.schema",
                    "the table pipeline of schema "
                        + schema
                        + " does not keep or does not show its row; check the table's triggers"
                        + " and policies"));
  }

  private static void bind(Pipeline row, PreparedStatement statement) throws SQLException {
    statement.setInt(1, row.contractVersion());
    statement.setString(2, row.runId());
    statement.setString(3, row.kafkaClusterId());
    statement.setString(4, row.topic());
    statement.setString(5, row.topicId());
    statement.setString(6, row.rulesSha256());
    statement.setObject(7, row.allowedLatenessMicros(), Types.BIGINT);
    statement.setLong(8, row.allowedSkewMicros());
    statement.setLong(9, row.deadLettersPerReason());
    statement.setString(10, row.limits());
    statement.setString(11, row.isolation());
    if (row.eventsSha256() != null) {
      statement.setString(EVENTS_PLACE, row.eventsSha256());
    }
  }

  private static Pipeline of(ResultSet result, boolean events) throws SQLException {
    return new Pipeline(
        result.getInt(1),
        result.getString(2),
        result.getString(3),
        result.getString(4),
        result.getString(5),
        result.getString(6),
        events ? result.getString(EVENTS_PLACE) : null,
        result.getObject(7, Long.class),
        result.getLong(8),
        result.getLong(9),
        result.getString(10),
        result.getString(11));
  }

  private PgPipeline() {}
}
