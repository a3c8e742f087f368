// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.run;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.lab.compare.ComparedTable;
import dev.sluice.lab.compare.SchemaFacts;
import dev.sluice.lab.compare.SchemaFacts.CommitTimes;
import dev.sluice.lab.engine.Capability;
import dev.sluice.lab.engine.EngineMode;
import dev.sluice.lab.input.TopicLoader;
import dev.sluice.lab.server.DatabaseSchema;
import dev.sluice.lab.server.RunDirectory;
import dev.sluice.lab.server.Servers;
import dev.sluice.sink.kafka.KafkaSinkSettings;
import dev.sluice.sink.kafka.TopicTables;
import dev.sluice.sink.postgres.PgSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The types of sinks that a comparison can write to; Postgres compares the rows of all of them. */
public enum SinkKind {
  /** Tables, each mode's in a schema of its own. */
  POSTGRES {
    @Override
    public EngineSetup into(EngineSetup setup, RunDirectory run, Servers servers) {
      return setup;
    }

    @Override
    public String schema(EngineSetup setup, Servers servers) {
      return PgSettings.of(setup.config()).schema();
    }

    @Override
    public Optional<CommitTimes> load(Connection connection, EngineSetup setup, String schema)
        throws SQLException {
      return SchemaFacts.commitTimes(
          connection, schema, ComparedTable.keptBy(setup.entry().mode()));
    }

    @Override
    List<String> topics(EngineSetup setup) {
      return List.of();
    }
  },

  /** Topics of the same cluster, each mode's with a name of their own. */
  KAFKA {
    @Override
    public EngineSetup into(EngineSetup setup, RunDirectory run, Servers servers) {
      String mode = setup.entry().mode().name();
      EngineConfig.Kafka cluster =
          new EngineConfig.Kafka(
              servers.bootstrapServers(), servers.prefix() + mode, servers.kafkaProperties());
      return setup.withSink(
          new KafkaSinkSettings(cluster, true, false).toSink(),
          run.folder("state-" + mode + "-" + code()));
    }

    @Override
    public String schema(EngineSetup setup, Servers servers) {
      return servers.prefix() + EngineSetup.schema(setup.entry().mode().name()) + "_" + code();
    }

    @Override
    public Optional<CommitTimes> load(Connection connection, EngineSetup setup, String schema)
        throws SQLException {
      TopicTables tables = new TopicTables(setup.config());
      return ReadbackLoader.load(
          connection,
          schema,
          setup.entry().mode().can(Capability.LEDGER) ? tables::read : tables::readRows);
    }

    @Override
    List<String> topics(EngineSetup setup) {
      return TopicTables.names(setup.config());
    }
  };

  /** The kind's name, the value of the key {@code sink}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The kind with this name; empty if there is none. */
  public static Optional<SinkKind> of(String code) {
    return Arrays.stream(values()).filter(kind -> kind.code().equals(code)).findFirst();
  }

  /** The names of all kinds. */
  public static String codes() {
    return Arrays.stream(values()).map(SinkKind::code).collect(Collectors.joining(", "));
  }

  /** Whether a mode can write to this kind. */
  public boolean isFor(EngineMode mode) {
    return mode.can(
        switch (this) {
          case POSTGRES -> Capability.TABLES;
          case KAFKA -> Capability.TOPICS;
        });
  }

  /** The setup of the same run with this kind of sink. */
  public abstract EngineSetup into(EngineSetup setup, RunDirectory run, Servers servers);

  /** The schema in which the rows of a setup are compared. */
  public abstract String schema(EngineSetup setup, Servers servers);

  /**
   * Brings the rows of a run to a schema if they are elsewhere.
   *
   * @param connection in auto-commit mode
   * @return when the first and the last rows were written, if that is known
   */
  public abstract Optional<CommitTimes> load(
      Connection connection, EngineSetup setup, String schema) throws SQLException;

  /** The topics that a run writes to. */
  abstract List<String> topics(EngineSetup setup);

  /**
   * Removes what a run has written, and the schema in which its rows are compared, as far as they
   * exist.
   *
   * @throws InterruptedException if the thread was interrupted; topics may then be left
   */
  public final void remove(Connection connection, EngineSetup setup, String schema, Servers servers)
      throws SQLException, InterruptedException {
    DatabaseSchema.drop(connection, schema);
    new TopicLoader(servers.kafkaClient()).deleteExisting(topics(setup));
  }
}
