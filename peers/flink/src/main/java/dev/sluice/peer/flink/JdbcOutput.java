// SPDX-License-Identifier: Apache-2.0
package dev.sluice.peer.flink;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.decision.AcceptedRecord;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.peer.Peer;
import dev.sluice.peer.PeerDatabase;
import dev.sluice.sink.postgres.JdbcUpsert;
import dev.sluice.sink.postgres.PgSettings;
import org.apache.flink.connector.jdbc.JdbcConnectionOptions;
import org.apache.flink.connector.jdbc.JdbcExecutionOptions;
import org.apache.flink.connector.jdbc.core.datastream.sink.JdbcSink;

/** The JDBC connector's sink, at least once. */
final class JdbcOutput {

  static JdbcSink<AcceptedRecord> of(RunPlan plan) {
    PgSettings postgres = PgSettings.of(plan.config());
    JdbcUpsert upsert = JdbcUpsert.processedEvents(postgres.schema(), plan.topic());
    return JdbcSink.<AcceptedRecord>builder()
        .withQueryStatement(
            upsert.sql(), (statement, row) -> upsert.bind(statement, row.decision()))
        .withExecutionOptions(execution(plan.config()))
        .buildAtLeastOnce(connection(postgres, Peer.isTuned(plan.config())));
  }

  private static JdbcExecutionOptions execution(EngineConfig config) {
    if (!Peer.isTuned(config)) {
      return JdbcExecutionOptions.defaults();
    }
    return JdbcExecutionOptions.builder()
        .withBatchSize(config.batch().records())
        .withBatchIntervalMs(config.batch().lingerMillis())
        .build();
  }

  private static JdbcConnectionOptions connection(PgSettings postgres, boolean rewrites) {
    var options =
        new JdbcConnectionOptions.JdbcConnectionOptionsBuilder()
            .withUrl(PeerDatabase.url(postgres, rewrites))
            .withDriverName(PeerDatabase.DRIVER);
    if (!postgres.user().isEmpty()) {
      options.withUsername(postgres.user());
    }
    if (!postgres.password().isEmpty()) {
      options.withPassword(postgres.password());
    }
    return options.build();
  }

  private JdbcOutput() {}
}
