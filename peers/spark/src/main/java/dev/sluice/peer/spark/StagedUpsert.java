// SPDX-License-Identifier: Apache-2.0
package dev.sluice.peer.spark;

import dev.sluice.engine.plan.RunPlan;
import dev.sluice.peer.PeerDatabase;
import dev.sluice.sink.postgres.PgSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.spark.api.java.function.VoidFunction2;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;

/**
 * Writes a micro-batch with Spark's JDBC data source, which has no upsert, into a staging table,
 * from which one statement merges it.
 */
final class StagedUpsert implements VoidFunction2<Dataset<Row>, Long> {

  private static final long serialVersionUID = 1L;

  private final RunPlan plan;

  StagedUpsert(RunPlan plan) {
    this.plan = plan;
  }

  @Override
  public void call(Dataset<Row> records, Long batchId) throws SQLException {
    Dataset<Row> rows = AcceptedRows.of(records, plan);
    rows.write()
        .mode(SaveMode.Overwrite)
        .jdbc(
            PeerDatabase.url(PgSettings.of(plan.config()), false),
            stage(),
            PeerDatabase.credentials(PgSettings.of(plan.config())));
    try (Connection connection = PeerDatabase.connect(PgSettings.of(plan.config()), false);
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(merge(rows.columns()));
    }
  }

  private String stage() {
    return table("peer_spark_stage");
  }

  private String table(String name) {
    return "\"%s\".%s".formatted(PgSettings.of(plan.config()).schema().replace("\"", "\"\""), name);
  }

  private String merge(String... columns) {
    return """
        INSERT INTO %1$s AS held (%2$s)
        SELECT DISTINCT ON (identity) %2$s FROM %3$s
        ORDER BY identity, source_partition, source_offset
        ON CONFLICT (identity) DO UPDATE SET %4$s
        WHERE (held.source_partition, held.source_offset)
          > (EXCLUDED.source_partition, EXCLUDED.source_offset)
        """
        .formatted(
            table("processed_events"),
            String.join(", ", columns),
            stage(),
            Arrays.stream(columns)
                .map(column -> column + " = EXCLUDED." + column)
                .collect(Collectors.joining(", ")));
  }
}
