// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.lab.compare.SchemaFacts.CommitTimes;
import dev.sluice.sink.postgres.Schema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Loads rows that were read back from a sink, as JSON, into the tables of a schema, so that
 * Postgres compares them as it compares any other.
 */
final class ReadbackLoader {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int BATCH = 1_000;

  /** A row that is not of a table: when the first and the last rows were written. */
  private static final String COMMITS = "commits";

  private static final String RAW =
      "decode(row ->> 'raw', 'base64'), (row ->> 'raw_length')::integer,"
          + " decode(row ->> 'raw_sha256', 'base64')";

  private static final String FILL =
      """
      INSERT INTO %1$s.processed_events
      SELECT filled.* FROM readback, jsonb_populate_record(NULL::%1$s.processed_events, row) filled
      WHERE name = 'processed_events';

      INSERT INTO %1$s.late_events (source_partition, source_offset, reason, identity, event_time,
                                    lateness_micros, raw, raw_length, raw_sha256)
      SELECT (row ->> 'source_partition')::integer, (row ->> 'source_offset')::bigint,
             row ->> 'reason', row ->> 'identity', (row ->> 'event_time')::timestamptz,
             (row ->> 'lateness_micros')::bigint, %2$s
      FROM readback WHERE name = 'late_events';

      INSERT INTO %1$s.dead_letters (source_partition, source_offset, reason,
                                     raw, raw_length, raw_sha256)
      SELECT (row ->> 'source_partition')::integer, (row ->> 'source_offset')::bigint,
             row ->> 'reason', %2$s
      FROM readback WHERE name = 'dead_letters';

      INSERT INTO %1$s.ledger
      SELECT filled.* FROM readback, jsonb_populate_record(NULL::%1$s.ledger, row) filled
      WHERE name = 'ledger';

      DROP TABLE readback
      """;

  private final PreparedStatement insert;
  private int waiting;
  private CommitTimes commits;

  private ReadbackLoader(PreparedStatement insert) {
    this.insert = insert;
  }

  /**
   * Creates the tables of a schema and fills them.
   *
   * @param connection in auto-commit mode
   * @param source gives each row to its argument: its table's name, and its columns as JSON
   * @return when the rows were written, if the source has that
   * @throws SQLException also if two rows have the same key
   */
  static Optional<CommitTimes> load(
      Connection connection, String schema, Consumer<BiConsumer<String, String>> source)
      throws SQLException {
    Schema.create(connection, schema);
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TEMP TABLE readback (name text, row jsonb)");
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO readback VALUES (?, ?::jsonb)")) {
        ReadbackLoader loader = new ReadbackLoader(insert);
        source.accept(loader::add);
        insert.executeBatch();
        statement.execute(FILL.formatted('"' + schema.replace("\"", "\"\"") + '"', RAW));
        return Optional.ofNullable(loader.commits);
      }
    }
  }

  private void add(String table, String row) {
    if (table.equals(COMMITS)) {
      commits = commits(row);
      return;
    }
    try {
      insert.setString(1, table);
      insert.setString(2, row);
      insert.addBatch();
      if (++waiting == BATCH) {
        insert.executeBatch();
        waiting = 0;
      }
    } catch (SQLException e) {
      throw new IllegalStateException("a row of " + table + " cannot be loaded", e);
    }
  }

  private static CommitTimes commits(String row) {
    try {
      JsonNode times = JSON.readTree(row);
      return new CommitTimes(
          Instant.parse(times.get("first").textValue()),
          Instant.parse(times.get("last").textValue()));
    } catch (IOException e) {
      throw new UncheckedIOException(row, e);
    }
  }
}
