package dev.sluice.it.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.it.stage.Vectors;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Holds an engine's tables against the vectors' hand-written outcomes. A vector's place in the file
 * is its offset in partition 0.
 */
final class VectorCheck {

  private final Connection connection;
  private final String schema;
  private final String topic;

  VectorCheck(Connection connection, String schema, String topic) {
    this.connection = connection;
    this.schema = schema;
    this.topic = topic;
  }

  void check(Vectors vectors) throws SQLException {
    Map<Long, String> found = outcomes();
    List<Vectors.Vector> all = vectors.all();
    for (int offset = 0; offset < all.size(); offset++) {
      Vectors.Vector vector = all.get(offset);
      assertEquals(expected(vector), found.getOrDefault((long) offset, "nowhere"), vector.name());
      if (vector.outcome().equals("accepted") && vector.row().isObject()) {
        checkRow(vector, offset);
      }
    }
  }

  /** What is filtered stands nowhere. */
  private static String expected(Vectors.Vector vector) {
    return switch (vector.outcome()) {
      case "accepted" -> "processed_events";
      case "late" -> "late_events";
      case "malformed" -> "dead_letters " + vector.reason();
      default -> "nowhere";
    };
  }

  private Map<Long, String> outcomes() throws SQLException {
    Map<Long, String> found = new TreeMap<>();
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT source_offset, 'processed_events' FROM %1$s.processed_events
                UNION ALL SELECT source_offset, 'late_events' FROM %1$s.late_events
                UNION ALL SELECT source_offset, 'dead_letters ' || reason FROM %1$s.dead_letters
                """
                    .formatted(schema))) {
      while (row.next()) {
        String other = found.put(row.getLong(1), row.getString(2));
        assertEquals(null, other, "two rows of the record at offset " + row.getLong(1));
      }
    }
    return found;
  }

  private void checkRow(Vectors.Vector vector, long offset) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT * FROM " + schema + ".processed_events WHERE source_offset = ?")) {
      select.setLong(1, offset);
      try (ResultSet row = select.executeQuery()) {
        assertTrue(row.next(), vector.name());
        for (Map.Entry<String, JsonNode> column : vector.row().properties()) {
          checkColumn(vector, offset, row, column.getKey(), column.getValue());
        }
      }
    }
  }

  private void checkColumn(
      Vectors.Vector vector, long offset, ResultSet row, String column, JsonNode expected)
      throws SQLException {
    String what = vector.name() + ", column " + column;
    if (column.equals("event_time")) {
      assertEquals(
          Instant.parse(expected.asText()),
          row.getObject(column, OffsetDateTime.class).toInstant(),
          what);
    } else if (column.equals("identity") && expected.asText().equals("p:*")) {
      assertEquals("p:" + topic + "-0-" + offset, row.getString(column), what);
    } else {
      assertEquals(expected.isNull() ? null : expected.asText(), row.getString(column), what);
    }
  }
}
