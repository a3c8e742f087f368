package dev.sluice.engine.ledger;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Stub. */
public record PipelineRow(
    int contractVersion,
    String runId,
    String kafkaClusterId,
    String topic,
    String topicId,
    String rulesSha256,
    Long allowedLatenessMicros,
    long allowedSkewMicros,
    long deadLettersPerReason,
    String limits,
    String isolation) {

  public static Optional<PipelineRow> read(Connection connection, String schema)
      throws SQLException {
    throw new SQLException("stub");
  }

  public static PipelineRow insertIfAbsent(Connection connection, String schema, PipelineRow row)
      throws SQLException {
    throw new SQLException("stub");
  }
}
