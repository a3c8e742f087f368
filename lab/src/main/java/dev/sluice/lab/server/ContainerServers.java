// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.Uuid;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.output.OutputFrame;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.lifecycle.Startables;
import org.testcontainers.postgresql.PostgreSQLContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A Kafka and a Postgres of this run in containers, published only on 127.0.0.1 and configured like
 * the embedded ones. All users of this machine can connect to them and use them.
 *
 * <p>{@link #close} removes the containers; if the lab was killed, the run's {@link Warden} or
 * Testcontainers' Ryuk does; otherwise the next start of this class.
 */
public final class ContainerServers implements Servers {

  /** The environment variables that name other images. */
  public static final String POSTGRES_VARIABLE = "SLUICE_POSTGRES_IMAGE";

  public static final String KAFKA_VARIABLE = "SLUICE_KAFKA_IMAGE";

  private static final String POSTGRES_IMAGE = "postgres:18";

  /** The version of the embedded broker, since these versions were tested together. */
  private static final String KAFKA_IMAGE = "apache/kafka:" + EmbeddedKafka.version();

  // The container requires a password; it protects nothing, as only this machine can connect.
  private static final String NAME = "sluice";
  private static final Duration READY = Duration.ofMinutes(2);
  private static final Duration GONE = Duration.ofSeconds(15);
  private static final Duration OTHER_HOOK = Duration.ofSeconds(4);
  private static final Duration QUIET = Duration.ofSeconds(1);
  private static final int LOG_LINES = 15;

  /** Docker's 64 MB are too little for a parallel comparison with the work_mem that it sets. */
  private static final long SHARED_MEMORY_BYTES = 1L << 30;

  private final RunDirectory run;
  private final String name;
  private final PostgreSQLContainer postgres;
  private final KafkaContainer kafka;
  private CompletableFuture<Void> starting = CompletableFuture.completedFuture(null);
  private boolean closed;

  private ContainerServers(RunDirectory run) {
    this.run = run;
    this.name = run.path().getFileName() + "-" + UUID.randomUUID();
    this.postgres =
        new PostgreSQLContainer(image(postgresImage(), "postgres"))
            .withDatabaseName(NAME)
            .withUsername(NAME)
            .withPassword(NAME)
            .withSharedMemorySize(SHARED_MEMORY_BYTES)
            .withCommand(postgresCommand());
    this.kafka =
        new KafkaContainer(image(kafkaImage(), "apache/kafka"))
            .withEnv("CLUSTER_ID", Uuid.randomUuid().toString())
            .withEnv("KAFKA_HEAP_OPTS", ServerSettings.BROKER_HEAP);
    ServerSettings.KAFKA.forEach(
        (key, value) ->
            kafka.withEnv("KAFKA_" + key.replace('.', '_').toUpperCase(Locale.ROOT), value));
    prepare(postgres, "postgres.log");
    prepare(kafka, "kafka.log");
  }

  private static DockerImageName image(String name, String kind) {
    return DockerImageName.parse(name).asCompatibleSubstituteFor(kind);
  }

  private static String[] postgresCommand() {
    List<String> command = new ArrayList<>(List.of("postgres"));
    ServerSettings.POSTGRES.forEach(
        (key, value) -> command.addAll(List.of("-c", key + "=" + value)));
    return command.toArray(String[]::new);
  }

  private void prepare(GenericContainer<?> container, String log) {
    Path file = run.path().resolve(log);
    container.withLabels(DockerEngine.labels(name));
    container.withStartupTimeout(READY);
    container.withLogConsumer(frame -> append(file, frame));
    container.withCreateContainerCmdModifier(command -> requireOpen());
  }

  private static void append(Path file, OutputFrame frame) {
    if (frame.getType() == OutputFrame.OutputType.END) {
      return;
    }
    try {
      Files.write(file, frame.getBytes(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException goneWithTheRun) {
      // No one reads it any more.
    }
  }

  /**
   * Removes what dead labs left, starts both and waits until both answer. The run owns them.
   *
   * @throws ServerException if no Docker engine answers (see {@link DockerEngine#problem}), an
   *     image is not available, or a server does not start
   */
  public static ContainerServers start(LabRun run) {
    int left = DockerEngine.sweep();
    if (left > 0) {
      run.tell("removed what killed runs left behind (containers: " + left + ")");
    }
    for (String image : List.of(postgresImage(), kafkaImage())) {
      if (!DockerEngine.hasImage(image)) {
        run.tell("downloading the image " + image + " (only once)");
        DockerEngine.download(image);
      }
    }
    ContainerServers servers = run.own(new ContainerServers(run.directory()));
    try {
      servers.start();
    } catch (RuntimeException e) {
      try {
        servers.close();
      } catch (RuntimeException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
    return servers;
  }

  private void start() {
    synchronized (this) {
      requireOpen();
      run.expectContainers(name);
      starting = Startables.deepStart(postgres, kafka);
    }
    try {
      starting.join();
    } catch (CompletionException e) {
      throw failure(e.getCause());
    }
    long deadline = System.nanoTime() + READY.toNanos();
    if (!KafkaAnswer.awaited(bootstrapServers(), kafka::isRunning, deadline)) {
      throw ended("Kafka", "kafka.log");
    }
  }

  private ServerException failure(Throwable cause) {
    return new ServerException(
        "the containers cannot be started: "
            + DockerEngine.rootOf(cause).getMessage()
            + tail("postgres.log")
            + tail("kafka.log"),
        cause);
  }

  private String tail(String log) {
    return "\n" + log + ":\n" + LogTail.of(run.path().resolve(log), LOG_LINES);
  }

  private ServerException ended(String what, String log) {
    return new ServerException(what + "'s container has ended; the end of its log:" + tail(log));
  }

  private synchronized void requireOpen() {
    if (closed) {
      throw new IllegalStateException("the run is ending; no container can be started");
    }
  }

  /** The image that Postgres runs from. */
  public static String postgresImage() {
    return System.getenv().getOrDefault(POSTGRES_VARIABLE, POSTGRES_IMAGE);
  }

  /** The image that Kafka runs from. */
  public static String kafkaImage() {
    return System.getenv().getOrDefault(KAFKA_VARIABLE, KAFKA_IMAGE);
  }

  @Override
  public String bootstrapServers() {
    return kafka.getBootstrapServers();
  }

  @Override
  public Map<String, String> kafkaProperties() {
    return Map.of();
  }

  @Override
  public String jdbcUrl() {
    return "jdbc:postgresql://%s:%s/%s"
        .formatted(
            postgres.getHost(), postgres.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT), NAME);
  }

  @Override
  public String user() {
    return NAME;
  }

  @Override
  public String password() {
    return NAME;
  }

  @Override
  public String kafkaVersion() {
    return kafkaImage();
  }

  /** Includes the password, which is not a secret. */
  @Override
  public String psqlLine() {
    return "PGPASSWORD=" + NAME + " " + Servers.super.psqlLine();
  }

  @Override
  public String secretsForRun() {
    return "SLUICE_POSTGRES_PASSWORD=" + NAME + " ";
  }

  @Override
  public void requireAlive() {
    if (!kafka.isRunning()) {
      throw ended("Kafka", "kafka.log");
    }
    if (!postgres.isRunning()) {
      throw ended("Postgres", "postgres.log");
    }
  }

  /** Removes the containers, also while they are being started, and waits until they are gone. */
  @Override
  public void close() {
    CompletableFuture<Void> last;
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      last = starting;
    }
    if (LabRun.isShuttingDown()) {
      // Testcontainers has a hook too, and fails with a stack trace if another was faster.
      Waiting.until(() -> DockerEngine.containers(name).isEmpty(), OTHER_HOOK.toNanos());
    }
    // A start that waits for a removed container takes long to fail, but creates no other one; a
    // creation that was under way shows within the quiet time.
    AtomicLong lastSeen = new AtomicLong(System.nanoTime());
    boolean gone =
        Waiting.until(
            () -> {
              List<String> left = DockerEngine.containers(name);
              left.forEach(DockerEngine::remove);
              if (!left.isEmpty()) {
                lastSeen.set(System.nanoTime());
              }
              boolean quiet = System.nanoTime() - lastSeen.get() > QUIET.toNanos();
              return left.isEmpty() && (quiet || last.isDone());
            },
            GONE.toNanos());
    if (!gone) {
      throw new ServerException(
          "containers are still there; list them with docker ps --filter label="
              + DockerEngine.RUN
              + "="
              + name);
    }
    run.forgetContainers();
  }
}
