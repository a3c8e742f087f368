// SPDX-License-Identifier: Apache-2.0
package dev.sluice.flink.jdbc;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.sink.postgres.DatabaseCheck;
import dev.sluice.sink.postgres.PgSettings;
import java.sql.SQLException;

/** The mode whose sinks are the JDBC connector's, see {@link JdbcSinks}, and what it refuses. */
public final class JdbcMode {

  /** The mode's name. */
  public static final String NAME = "flink-jdbc";

  /** Whether a configuration has this mode. */
  public static boolean isOf(EngineConfig config) {
    return config.engine().equals(NAME);
  }

  /**
   * Refuses what this mode cannot do: another sink, and a limit of dead letters, since counting to
   * a limit needs the ledger.
   */
  public static void check(EngineConfig config) {
    if (!config.sink().type().equals(PgSettings.TYPE)) {
      throw new ConfigException(
          "sink",
          "%s is not supported: %s writes by JDBC; set %s"
              .formatted(config.sink().type(), NAME, PgSettings.TYPE));
    }
    long limit = config.decision().deadLettersPerReason();
    if (limit != EngineConfig.Decision.KEEP_ALL_DEAD_LETTERS) {
      throw new ConfigException(
          "dead.letters.per.reason",
          "%d is not supported: %s keeps all dead letters; set %d"
              .formatted(limit, NAME, EngineConfig.Decision.KEEP_ALL_DEAD_LETTERS));
    }
  }

  /** Refuses a trigger that may keep a row out, which this mode would not notice. */
  public static void checkTables(RunPlan plan) throws SQLException {
    DatabaseCheck.refuseSilentTriggers(PgSettings.of(plan.config()));
  }

  private JdbcMode() {}
}
