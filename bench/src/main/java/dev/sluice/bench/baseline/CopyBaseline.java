// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.baseline;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.life.EngineRun;
import dev.sluice.sink.postgres.PgSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.Driver;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;

/**
 * L2: copies rows that were encoded beforehand into the table as fast as Postgres takes them, in
 * one COPY. The table has its index, as for all contestants.
 */
public final class CopyBaseline {

  /** The system property that names the file with the rows, in COPY's binary format. */
  public static final String ROWS = "sluice.bench.rows";

  /** The columns, in one order for writing and reading. */
  public static final String COLUMNS =
      "identity, source_partition, source_offset, event_time, host, url, ip, method, status, bytes,"
          + " referrer, user_agent";

  private static final int PIECE_BYTES = 64 * 1024;

  static void run(EngineRun run) throws SQLException, IOException {
    String rows = System.getProperty(ROWS);
    if (rows == null) {
      throw new ConfigException("-D" + ROWS, "missing; it names the file with the rows to copy");
    }
    PgSettings postgres = PgSettings.of(run.plan().config());
    try (InputStream in = Files.newInputStream(Path.of(rows));
        Connection connection = connect(postgres)) {
      run.running();
      connection
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn(
              "COPY \"%s\".processed_events (%s) FROM STDIN (FORMAT binary)"
                  .formatted(postgres.schema(), COLUMNS),
              in,
              PIECE_BYTES);
    }
  }

  /** A plain session: the writer's sessions limit how long a transaction may take. */
  private static Connection connect(PgSettings postgres) throws SQLException {
    Properties properties = new Properties();
    if (!postgres.user().isEmpty()) {
      PGProperty.USER.set(properties, postgres.user());
    }
    PGProperty.PASSWORD.set(properties, postgres.password());
    return new Driver().connect(postgres.url(), properties);
  }

  private CopyBaseline() {}
}
