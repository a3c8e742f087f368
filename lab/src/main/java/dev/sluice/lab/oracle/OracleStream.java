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
 * Has the oracle read a topic straight into tables: rows of events go to Postgres as they are
 * found, so that a topic may hold more of them than memory does. What the oracle reads first of an
 * identity has the lowest position, and stands (R7).
 */
public final class OracleStream implements AutoCloseable {

  private static final int BATCH = 4_000;

  private final Connection connection;
  private final String schema;
  private final ExecutorService writer;
  private Future<Void> written = CompletableFuture.completedFuture(null);
  private List<ProcessedRow> rows = new ArrayList<>(BATCH);

  private OracleStream(Connection connection, String schema) {
    this.connection = connection;
    this.schema = schema;
    // A second thread: one batch is written while the next is read.
    this.writer = Executors.newSingleThreadExecutor();
  }

  /**
   * Reads the whole topic and fills the tables of a schema, which must exist and be empty.
   *
   * @param connection as for {@link OracleLoader#load}
   * @param listener told of each record, on the calling thread
   * @return the tables without the rows of events; the counts know of none
   * @throws SQLException where Postgres refuses something; part of it is then written
   */
  public static OracleTables load(
      Connection connection,
      String schema,
      EngineConfig.Kafka kafka,
      EngineConfig.Decision decision,
      OutcomeListener listener)
      throws SQLException {
    try (OracleStream stream = new OracleStream(connection, schema)) {
      OracleTables others = Oracle.fold(kafka, decision, listener, stream::add);
      stream.write();
      stream.awaitWritten();
      OracleLoader.load(connection, schema, others);
      return others;
    }
  }

  private void add(ProcessedRow row) {
    rows.add(row);
    if (rows.size() == BATCH) {
      write();
    }
  }

  private void write() {
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

  private void awaitWritten() {
    try {
      written.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the oracle's rows cannot be written", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the oracle's rows were written", e);
    }
  }

  @Override
  public void close() {
    writer.shutdownNow();
  }
}
