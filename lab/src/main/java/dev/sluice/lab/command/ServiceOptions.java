// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.lab.server.BorrowedServers;
import dev.sluice.lab.server.ContainerServers;
import dev.sluice.lab.server.DockerEngine;
import dev.sluice.lab.server.EmbeddedServers;
import dev.sluice.lab.server.ExternalServers;
import dev.sluice.lab.server.LabRun;
import dev.sluice.lab.server.ServerException;
import dev.sluice.lab.server.Servers;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * The options that choose which Kafka and which Postgres a command uses; a mixin, see {@code
 * docs/services.md}.
 */
public final class ServiceOptions {

  /** Where the servers are. */
  public enum Kind {
    /** Processes of this run. */
    EMBEDDED,
    /** Containers of this run. */
    DOCKER,
    /** Servers that the user runs. */
    EXTERNAL
  }

  @Option(
      names = "--services",
      paramLabel = "WHERE",
      defaultValue = "embedded",
      description =
          "Which Kafka and Postgres: embedded (default: processes of this run), docker (containers of"
              + " this run) or external (yours, with --kafka and --jdbc).")
  private String services;

  @SetsKey("kafka.bootstrap.servers")
  @Option(
      names = "--kafka",
      paramLabel = "HOST:PORT",
      description = "With --services external: Kafka's bootstrap servers.")
  private String kafka;

  @SetsKey(value = "kafka.properties", isCheckedByCommand = true)
  @Option(
      names = "--kafka-properties",
      paramLabel = "FILE",
      description =
          "With --services external: more Kafka client properties, such as SASL settings.")
  private Path kafkaProperties;

  @SetsKey(value = "postgres.url", isCheckedByCommand = true)
  @Option(
      names = "--jdbc",
      paramLabel = "URL",
      description =
          "With --services external: the database, such as jdbc:postgresql://HOST:PORT/DB. User and"
              + " password come from SLUICE_POSTGRES_USER and SLUICE_POSTGRES_PASSWORD.")
  private String jdbc;

  /** The prefix of the options' names in errors. */
  private String before = "--";

  /**
   * The options of a run without a command line, such as a test's: the system properties {@code
   * sluice.services}, {@code sluice.kafka}, {@code sluice.kafka-properties} and {@code
   * sluice.jdbc}, or else the environment's {@code SLUICE_SERVICES}, {@code SLUICE_KAFKA}, {@code
   * SLUICE_KAFKA_PROPERTIES} and {@code SLUICE_JDBC}.
   */
  public static ServiceOptions ofSystem() {
    ServiceOptions options = new ServiceOptions();
    options.before = "sluice.";
    options.services = system("services").orElse("embedded");
    options.kafka = system("kafka").orElse(null);
    options.kafkaProperties = system("kafka-properties").map(Path::of).orElse(null);
    options.jdbc = system("jdbc").orElse(null);
    return options;
  }

  private static Optional<String> system(String name) {
    String variable = "SLUICE_" + name.replace('-', '_').toUpperCase(Locale.ROOT);
    return Optional.ofNullable(System.getProperty("sluice." + name, System.getenv(variable)))
        .filter(value -> !value.isBlank());
  }

  /**
   * The kind that the user chose; starts nothing and contacts no server.
   *
   * @throws ConfigException if the options do not fit together
   */
  public Kind kind() {
    Kind kind =
        switch (services) {
          case "embedded" -> Kind.EMBEDDED;
          case "docker" -> Kind.DOCKER;
          case "external" -> Kind.EXTERNAL;
          default ->
              throw new ConfigException(
                  name("services"),
                  "'" + services + "' is unknown; use embedded, docker or external");
        };
    if (kind == Kind.EXTERNAL) {
      require("kafka", kafka, "HOST:PORT of a broker");
      require("jdbc", jdbc, "the database's URL");
      ExternalServers unused = external();
    } else {
      refuse("kafka", kafka);
      refuse("kafka-properties", kafkaProperties);
      refuse("jdbc", jdbc);
    }
    return kind;
  }

  private void require(String option, String value, String what) {
    if (value == null) {
      throw new ConfigException(
          name(option), "is missing; " + name("services") + " external needs " + what);
    }
  }

  private void refuse(String option, Object value) {
    if (value != null) {
      throw new ConfigException(
          name(option), "is for " + name("services") + " external, not " + services);
    }
  }

  private String name(String option) {
    return before + option;
  }

  private ExternalServers external() {
    return ExternalAccess.of(kafka, kafkaProperties, jdbc, this::name);
  }

  /** Like {@link #start(LabRun, boolean)}, and leaves nothing on external servers. */
  public Servers start(LabRun run) {
    return start(run, false);
  }

  /**
   * Starts the servers, or connects to the user's. The run owns them and closes them at its end.
   *
   * @param keep whether what is created on external servers stays there when the run ends
   * @throws ConfigException if the options are wrong, no Docker engine answers, or an external
   *     server does not answer
   * @throws ServerException if a server cannot be started
   */
  public Servers start(LabRun run, boolean keep) {
    return switch (kind()) {
      case EMBEDDED -> run.own(EmbeddedServers.start(run.directory()));
      case DOCKER -> {
        DockerEngine.problem()
            .ifPresent(
                problem -> {
                  throw new ConfigException(name("services"), "docker: " + problem);
                });
        yield ContainerServers.start(run);
      }
      case EXTERNAL -> {
        ExternalServers servers = external();
        ExternalAccess.requireClients(servers, this::name);
        answering("kafka", servers::requireKafka);
        answering("jdbc", servers::requirePostgres);
        yield BorrowedServers.of(run, servers, keep);
      }
    };
  }

  /** How to use the servers that these options have started or named. */
  ServerLines lines(Servers servers) {
    return new ServerLines(servers, kafkaProperties);
  }

  private void answering(String option, Runnable question) {
    try {
      question.run();
    } catch (ServerException e) {
      throw new ConfigException(name(option), e.getMessage());
    }
  }
}
