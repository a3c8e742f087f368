// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.oracle;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.lab.oracle.OracleTables.ProcessedRow;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Lets the oracle read a topic straight into tables: rows of events go to Postgres as they are
 * found, so that a topic may have more of them than memory holds. The first row that the oracle
 * reads of an identity has the lowest position, and is the one to keep (R7).
 */
public final class OracleStream implements AutoCloseable {

  private static final int BATCH = 4_000;

  private final List<Lane> lanes;

  private OracleStream(List<Connection> connections, String schema) {
    this.lanes = connections.stream().map(connection -> new Lane(connection, schema)).toList();
  }

  /**
   * Reads the whole topic and fills the tables of a schema, which must exist and be empty.
   *
   * @param connections as for {@link OracleLoader#load}, at least one; rows of events are written
   *     over all of them in parallel, those of one identity always over the same one
   * @param listener called with each record, on the calling thread
   * @return the tables without the rows of events, which the counts leave out too
   * @throws SQLException if Postgres refuses something; part of the tables may then be written
   */
  public static OracleTables load(
      List<Connection> connections,
      String schema,
      EngineConfig.Kafka kafka,
      EngineConfig.Decision decision,
      OutcomeListener listener)
      throws SQLException {
    try (OracleStream stream = new OracleStream(connections, schema)) {
      OracleTables others = Oracle.fold(kafka, decision, listener, stream::add);
      stream.lanes.forEach(Lane::write);
      stream.lanes.forEach(Lane::awaitWritten);
      OracleLoader.load(connections.get(0), schema, others);
      return others;
    }
  }

  private void add(ProcessedRow row) {
    // Rows of one identity stay in order: the first of them must arrive first.
    lanes.get(Math.floorMod(row.identity().hashCode(), lanes.size())).add(row);
  }

  @Override
  public void close() {
    lanes.forEach(Lane::close);
  }

  /** Writes over one connection, on its own thread: one batch while the next is read. */
  private static final class Lane {

    private final Connection connection;
    private final String schema;
    private final ExecutorService writer = Executors.newSingleThreadExecutor();
    private Future<Void> written = CompletableFuture.completedFuture(null);
    private List<ProcessedRow> rows = new ArrayList<>(BATCH);

    Lane(Connection connection, String schema) {
      this.connection = connection;
      this.schema = schema;
    }

    void add(ProcessedRow row) {
      rows.add(row);
      if (rows.size() == BATCH) {
        write();
      }
    }

    void write() {
      awaitWritten();
      List<ProcessedRow> batch = rows;
      rows = new ArrayList<>(BATCH);
      written = writer.submit(write(batch));
    }

    private Callable<Void> write(List<ProcessedRow> batch) {
      return () -> {
        OracleLoader.addNew(connection, schema, batch);
        return null;
      };
    }

    void awaitWritten() {
      try {
        written.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException("the oracle's rows cannot be written", e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted while the oracle's rows were written", e);
      }
    }

    void close() {
      writer.shutdownNow();
    }
  }
}
