// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.latency;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * The latencies from the moment at which an event was due to be sent to the commit of its row.
 *
 * @param micros by percentile, the time that so many percent did not exceed; 100 is the longest;
 *     empty without rows
 * @param rows the number of rows
 */
public record Latencies(SortedMap<Double, Long> micros, long rows) {

  /** The percentiles that are kept. */
  static final List<Double> PERCENTILES =
      List.of(1.0, 10.0, 25.0, 50.0, 75.0, 90.0, 95.0, 97.5, 99.0, 99.5, 99.75, 99.9, 100.0);

  /** Three significant digits: a value is off by a thousandth at most. */
  static final int DIGITS = 3;

  private static final double MICROS_PER_MILLI = 1_000;

  public Latencies {
    micros = Collections.unmodifiableSortedMap(new TreeMap<>(micros));
  }

  /**
   * Reads the latencies of the rows whose events were due in a time span.
   *
   * <p>The commit time is the server's, taken as the transaction commits, just before its log is
   * flushed: <a href="https://www.postgresql.org/docs/18/functions-info.html">
   * pg_xact_commit_timestamp</a>. Sender and server share a clock, since they share the machine.
   *
   * @param fromMicros since the epoch, inclusive
   * @param toMicros since the epoch, exclusive
   */
  public static Latencies of(Connection connection, String schema, long fromMicros, long toMicros)
      throws SQLException {
    Histogram histogram = new Histogram(DIGITS);
    String sql =
        """
        SELECT (extract(epoch FROM pg_xact_commit_timestamp(xmin) - event_time) * 1000000)::bigint
               AS micros, count(*)
        FROM "%s".processed_events
        WHERE event_time >= to_timestamp(0) + ? * interval '1 microsecond'
          AND event_time < to_timestamp(0) + ? * interval '1 microsecond'
        GROUP BY micros
        """
            .formatted(schema);
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setLong(1, fromMicros);
      query.setLong(2, toMicros);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          // It is one clock, but two processes read it.
          histogram.recordValueWithCount(Math.max(0, row.getLong(1)), row.getLong(2));
        }
      }
    }
    return of(histogram);
  }

  static Latencies of(Histogram histogram) {
    TreeMap<Double, Long> micros = new TreeMap<>();
    if (histogram.getTotalCount() > 0) {
      PERCENTILES.forEach(each -> micros.put(each, histogram.getValueAtPercentile(each)));
    }
    return new Latencies(micros, histogram.getTotalCount());
  }

  /**
   * The milliseconds that so many percent of the rows did not exceed.
   *
   * @param percentile one of those that are kept
   * @throws IllegalStateException if there are no rows
   */
  public double millis(double percentile) {
    Long value = micros.get(percentile);
    if (value == null) {
      throw new IllegalStateException(
          "percentile " + percentile + ": not kept, or there are no rows");
    }
    return value / MICROS_PER_MILLI;
  }
}
