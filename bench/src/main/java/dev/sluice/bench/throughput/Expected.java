// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.throughput;

import dev.sluice.bench.baseline.BaselineCounts;
import dev.sluice.bench.baseline.CopyBaseline;
import dev.sluice.bench.measure.TableDigest;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.lab.compare.ComparedTable;
import dev.sluice.lab.oracle.OracleStream;
import dev.sluice.lab.oracle.OracleTables;
import dev.sluice.lab.oracle.OutcomeCounts;
import dev.sluice.lab.oracle.OutcomeListener;
import dev.sluice.lab.server.DatabaseSchema;
import dev.sluice.lab.server.Servers;
import dev.sluice.sink.postgres.Schema;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postgresql.PGConnection;

/**
 * The output that a drain must leave, according to the oracle.
 *
 * @param counts of the records, by outcome
 * @param digests of the tables
 * @param rows the file with the encoded rows of events, for the baseline that only copies; null if
 *     that baseline does not take part
 */
public record Expected(OutcomeCounts counts, Map<ComparedTable, TableDigest> digests, Path rows) {

  private static final String SCHEMA = "bench_oracle";

  /** Has the oracle read a topic, and drops its tables again to save disk space. */
  public static Expected of(
      Servers servers, EngineConfig.Kafka kafka, EngineConfig.Decision decision)
      throws SQLException, IOException {
    return of(servers, kafka, decision, OutcomeListener.NONE);
  }

  /**
   * The same, with a listener that receives each record.
   *
   * @param listener called on the calling thread
   */
  public static Expected of(
      Servers servers,
      EngineConfig.Kafka kafka,
      EngineConfig.Decision decision,
      OutcomeListener listener)
      throws SQLException, IOException {
    return of(servers, kafka, decision, listener, null);
  }

  /**
   * The same, with the rows of events.
   *
   * @param rows the file they are written to
   */
  static Expected of(
      Servers servers, EngineConfig.Kafka kafka, EngineConfig.Decision decision, Path rows)
      throws SQLException, IOException {
    return of(servers, kafka, decision, OutcomeListener.NONE, rows);
  }

  private static Expected of(
      Servers servers,
      EngineConfig.Kafka kafka,
      EngineConfig.Decision decision,
      OutcomeListener listener,
      Path rows)
      throws SQLException, IOException {
    String schema = servers.prefix() + SCHEMA;
    try (Connection connection = servers.connect();
        Connection second = servers.connect()) {
      Schema.create(connection, schema);
      unlogged(connection, schema);
      OracleTables others =
          OracleStream.load(List.of(connection, second), schema, kafka, decision, listener);
      Map<ComparedTable, TableDigest> digests = new EnumMap<>(ComparedTable.class);
      for (ComparedTable table : ComparedTable.ALL) {
        digests.put(table, TableDigest.of(connection, schema, table));
      }
      if (rows != null) {
        copy(connection, schema, rows);
      }
      DatabaseSchema.drop(connection, schema);
      long count = digests.get(ComparedTable.PROCESSED_EVENTS).rows();
      return new Expected(new OutcomeCounts(others.counts().byKey(), count), digests, rows);
    }
  }

  /**
   * Tables that are dropped again need no write-ahead log, and must leave no checkpoint for the
   * next drain.
   */
  private static void unlogged(Connection connection, String schema) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (ComparedTable table : ComparedTable.ALL) {
        statement.execute("ALTER TABLE \"%s\".%s SET UNLOGGED".formatted(schema, table.sqlName()));
      }
    }
  }

  private static void copy(Connection connection, String schema, Path rows)
      throws SQLException, IOException {
    try (OutputStream out = Files.newOutputStream(rows)) {
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyOut(
              "COPY \"%s\".processed_events (%s) TO STDOUT (FORMAT binary)"
                  .formatted(schema, CopyBaseline.COLUMNS),
              out);
    }
  }

  /** How tables differ from the oracle's, in one line; empty if they are equal. */
  public Optional<String> difference(
      Connection connection, String schema, Set<ComparedTable> tables) throws SQLException {
    for (ComparedTable table : tables) {
      Optional<String> difference =
          TableDigest.of(connection, schema, table).difference(table, digests.get(table));
      if (difference.isPresent()) {
        return difference;
      }
    }
    return Optional.empty();
  }

  /** The same for a baseline that writes nothing. */
  Optional<String> difference(BaselineCounts seen) {
    boolean decided =
        seen.records() == seen.accepted() + seen.late() + seen.filtered() + seen.malformed();
    BaselineCounts expected =
        decided
            ? new BaselineCounts(
                counts.seen(),
                counts.accepted(),
                counts.late(),
                counts.filtered(),
                counts.malformed())
            : new BaselineCounts(counts.seen(), 0, 0, 0, 0);
    return seen.equals(expected)
        ? Optional.empty()
        : Optional.of("counted " + seen + ", the oracle " + expected);
  }
}
