// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.latency;

import dev.sluice.model.Position;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The moments of one accepted event, in microseconds since the epoch.
 *
 * @param intended when it was due to be sent
 * @param appended when the broker had it in its log
 * @param decided when its decision reached the writer
 * @param flushed when the flush started that wrote it
 * @param committed when its row was committed
 * @param replied when the writer received the reply to the commit
 */
record Journey(
    long intended, long appended, long decided, long flushed, long committed, long replied) {

  /** The time until the commit. */
  long micros() {
    return committed - intended;
  }

  /** How long each hop took, in the order of {@link Waterfall#HOPS}. */
  List<Long> hops() {
    return List.of(
        appended - intended,
        decided - appended,
        flushed - decided,
        committed - flushed,
        replied - committed);
  }

  /**
   * The journeys of the rows whose events were due in a time span, without those that the trace
   * does not contain.
   *
   * @param appended by position, when the broker appended the record
   */
  static List<Journey> of(
      Connection connection, String schema, Sent sent, Map<Position, Long> appended, Trace trace)
      throws SQLException {
    String sql =
        """
        SELECT source_partition, source_offset,
               (extract(epoch FROM event_time) * 1000000)::bigint,
               (extract(epoch FROM pg_xact_commit_timestamp(xmin)) * 1000000)::bigint
        FROM "%s".processed_events
        """
            .formatted(schema);
    List<Journey> journeys = new ArrayList<>();
    try (PreparedStatement query = connection.prepareStatement(sql);
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        Position position = new Position(row.getInt(1), row.getLong(2));
        long intended = row.getLong(3);
        long committed = row.getLong(4);
        if (intended >= sent.fromMicros() && intended < sent.toMicros()) {
          trace
              .of(position)
              .map(
                  at ->
                      new Journey(
                          intended,
                          appended.get(position),
                          at.decided(),
                          at.flushed(),
                          committed,
                          at.replied()))
              .ifPresent(journeys::add);
        }
      }
    }
    return journeys;
  }
}
