// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.profile;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/** Counts what the database's sessions were doing in each sample. Not thread-safe. */
final class Waits {

  private static final String SESSIONS =
      """
      SELECT state, wait_event_type || ':' || wait_event FROM pg_stat_activity
      WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() AND state IS NOT NULL
        AND backend_start >= ?
      """;

  private final Map<String, Long> counts = new HashMap<>();

  /**
   * Samples all sessions but its own.
   *
   * @param since sessions that started before this are not the contestant's
   */
  void look(Connection connection, Instant since) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SESSIONS)) {
      statement.setObject(1, since.atOffset(ZoneOffset.UTC));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          counts.merge(name(row.getString(1), row.getString(2)), 1L, Long::sum);
        }
      }
    }
  }

  /**
   * What a session is doing.
   *
   * @param state as in {@code pg_stat_activity}
   * @param event the wait event, prefixed by its type; null if the session does not wait
   */
  static String name(String state, String event) {
    if (state.startsWith("idle in transaction")) {
      return "waits for the client, in a transaction";
    }
    if (state.equals("active")) {
      return event == null ? "on a processor" : event;
    }
    return state;
  }

  /** The number of samples by what the sessions were doing. */
  Map<String, Long> counts() {
    return counts;
  }
}
