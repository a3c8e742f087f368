// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.writer;

import dev.sluice.bench.baseline.CopyBaseline;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.lab.run.DecisionSource;
import dev.sluice.lab.server.Servers;
import dev.sluice.sink.postgres.PgSession;
import dev.sluice.sink.postgres.PgSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The tables that all methods write to, and the SQL for them.
 *
 * @param servers where the database is
 * @param schema of the tables, without a quotation mark in it
 */
record WriterTarget(Servers servers, String schema) {

  /** The topic in identities and ledger rows. */
  static final String TOPIC = "bench-writer";

  private static final String KEY = "identity";
  private static final long LINGER_MILLIS = 1_000;
  private static final long COMMIT_MILLIS = 1_000;
  private static final long DEADLINE_MILLIS = 60_000;

  /** Opens a session like those of Sluice's writer, not in autocommit. */
  Connection session(boolean rewriting) throws SQLException {
    PgSettings plain = postgres();
    PgSettings postgres =
        rewriting
            ? new PgSettings(
                plain.url() + "?reWriteBatchedInserts=true",
                plain.user(),
                plain.password(),
                schema,
                false)
            : plain;
    Connection connection = PgSession.open(postgres, "sluice/bench");
    connection.setAutoCommit(false);
    return connection;
  }

  /** The plan that Sluice's writer is opened with. */
  RunPlan plan(int batch) {
    EngineConfig config =
        new EngineConfig(
            "bench",
            new EngineConfig.Kafka(servers.bootstrapServers(), TOPIC, servers.kafkaProperties()),
            postgres().toSink(),
            DecisionSource.defaults().decision(),
            "resume",
            false,
            false,
            1,
            new EngineConfig.Batching(batch, LINGER_MILLIS),
            COMMIT_MILLIS,
            DEADLINE_MILLIS,
            DEADLINE_MILLIS,
            "none");
    return new RunPlan(config, "bench", starts(), new TreeMap<>());
  }

  private PgSettings postgres() {
    return new PgSettings(servers.jdbcUrl(), servers.user(), servers.password(), schema, false);
  }

  /** The ledger's offsets before the first row. */
  static TreeMap<Integer, Long> starts() {
    TreeMap<Integer, Long> starts = new TreeMap<>();
    for (int partition = 0; partition < WriterRows.PARTITIONS; partition++) {
      starts.put(partition, 0L);
    }
    return starts;
  }

  String table(String name) {
    return '"' + schema + "\"." + name;
  }

  /**
   * The statement that inserts a source's rows; of several with one identity, it keeps the one at
   * the lowest position.
   */
  String upsertFrom(String source) {
    String assignments =
        Arrays.stream(CopyBaseline.COLUMNS.split(", "))
            .filter(column -> !column.equals(KEY))
            .map(column -> column + " = EXCLUDED." + column)
            .collect(Collectors.joining(", "));
    return """
        INSERT INTO %s AS held (%s) %s ON CONFLICT (%s) DO UPDATE SET %s
        WHERE (held.source_partition, held.source_offset)
            > (EXCLUDED.source_partition, EXCLUDED.source_offset)
        """
        .formatted(table("processed_events"), CopyBaseline.COLUMNS, source, KEY, assignments);
  }
}
