// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.server;

import dev.sluice.engine.log.Advertised;
import dev.sluice.sink.postgres.DatabaseCheck;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * Servers that someone else runs, as they are; {@link BorrowedServers} uses them without leaving a
 * trace.
 */
public record ExternalServers(
    String bootstrapServers,
    Map<String, String> kafkaProperties,
    String jdbcUrl,
    String user,
    String password)
    implements Servers {

  private static final int ANSWER_SECONDS = 10;

  /**
   * How long a healthy cluster takes to answer; after that, its advertised addresses are checked.
   */
  private static final Duration QUICK = Duration.ofSeconds(3);

  private static final String UNKNOWN = "of an unknown version";

  public ExternalServers {
    Objects.requireNonNull(bootstrapServers, "bootstrapServers");
    Objects.requireNonNull(jdbcUrl, "jdbcUrl");
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(password, "password");
    kafkaProperties = Map.copyOf(kafkaProperties);
  }

  /** A client of the cluster, which gives up on a request after some seconds; to be closed. */
  Admin admin() {
    Map<String, Object> config = kafkaClient();
    config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, ANSWER_SECONDS * 1_000);
    config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, ANSWER_SECONDS * 1_000 / 2);
    return Admin.create(config);
  }

  /**
   * Waits a few seconds for the cluster to answer.
   *
   * @throws ServerException if it does not, with the reason
   */
  public void requireKafka() {
    Collection<Node> advertised = List.of();
    try {
      Admin admin = admin();
      try {
        KafkaFuture<Collection<Node>> brokers = admin.describeCluster().nodes();
        try {
          brokers.get(QUICK.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException silent) {
          advertised = Advertised.told(kafkaClient(), QUICK);
          requireResolved(advertised);
        }
        requireResolved(brokers.get(ANSWER_SECONDS, TimeUnit.SECONDS));
      } finally {
        // Otherwise it would first wait for answers that were given up.
        admin.close(Duration.ZERO);
      }
    } catch (ExecutionException | TimeoutException e) {
      Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
      throw new ServerException(
          bootstrapServers
              + ": no answer from Kafka within "
              + ANSWER_SECONDS
              + " s"
              + Advertised.closed(advertised)
                  .or(() -> Optional.ofNullable(cause.getMessage()))
                  .map(why -> ": " + why)
                  .orElse(""),
          e);
    } catch (KafkaException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new ServerException("no client can be created: " + cause.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerException("interrupted while waiting for Kafka", e);
    }
  }

  private void requireResolved(Collection<Node> brokers) {
    Advertised.unresolved(brokers)
        .ifPresent(
            problem -> {
              throw new ServerException(bootstrapServers + ": " + problem);
            });
  }

  /**
   * Opens a session and checks that the database can store every text and that schemas may be
   * created.
   *
   * @throws ServerException if that fails, with the reason
   */
  public void requirePostgres() {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT has_database_privilege(current_database(), 'CREATE'),
                       current_user, quote_ident(current_database()), quote_ident(current_user)
                """)) {
      DatabaseCheck.encoding(connection)
          .ifPresent(
              problem -> {
                throw new ServerException(problem);
              });
      row.next();
      if (!row.getBoolean(1)) {
        throw new ServerException(
            "the user %s may not create schemas; GRANT CREATE ON DATABASE %s TO %s"
                .formatted(row.getString(2), row.getString(3), row.getString(4)));
      }
    } catch (SQLException e) {
      throw new ServerException("no session can be opened: " + e.getMessage(), e);
    }
  }

  /** The release whose features are enabled, since a cluster does not report its own release. */
  @Override
  public String kafkaVersion() {
    try (Admin admin = admin()) {
      FinalizedVersionRange metadata =
          admin
              .describeFeatures()
              .featureMetadata()
              .get(ANSWER_SECONDS, TimeUnit.SECONDS)
              .finalizedFeatures()
              .get("metadata.version");
      return metadata == null
          ? UNKNOWN
          : MetadataVersion.fromFeatureLevel(metadata.maxVersionLevel()).shortVersion()
              + " or newer";
    } catch (ExecutionException
        | TimeoutException
        | KafkaException
        | IllegalArgumentException untold) {
      return UNKNOWN;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return UNKNOWN;
    }
  }

  /** Does nothing: the servers belong to someone else. */
  @Override
  public void close() {}

  /** Everything except what may be secret. */
  @Override
  public String toString() {
    return "ExternalServers[" + bootstrapServers + ", user " + user + "]";
  }
}
