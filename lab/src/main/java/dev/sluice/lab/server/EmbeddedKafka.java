// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.internals.AppInfoParser;

/**
 * A real broker in a separate process, on loopback and free ports, with its data in the run's
 * folder. Not thread-safe.
 */
public final class EmbeddedKafka implements AutoCloseable {

  private static final Duration READY = Duration.ofSeconds(60);
  private static final Duration STOPPED = Duration.ofSeconds(20);
  private static final int PORT_TRIES = 5;
  private static final int LOG_LINES = 15;

  private final RunDirectory run;
  private final Path folder;
  private final Path log;
  private final String clusterId = Uuid.randomUuid().toString();
  private List<Integer> ports;
  private Process process;

  private EmbeddedKafka(RunDirectory run) {
    this.run = run;
    this.folder = run.folder("kafka");
    this.log = run.path().resolve("kafka.log");
  }

  /**
   * Starts a broker in a run and waits until it answers.
   *
   * @throws ServerException with the last lines of its log if it does not start
   */
  public static EmbeddedKafka start(RunDirectory run) {
    EmbeddedKafka kafka = new EmbeddedKafka(run);
    for (int tries = 1; ; tries++) {
      try {
        kafka.ports = FreePorts.find(2);
        kafka.restart();
        return kafka;
      } catch (IOException e) {
        throw new ServerException("the Kafka broker cannot be started: " + e.getMessage(), e);
      } catch (ServerException e) {
        kafka.kill();
        if (tries == PORT_TRIES || !LogTail.of(kafka.log, LOG_LINES).contains("BindException")) {
          throw e;
        }
      }
    }
  }

  /** The version of the embedded broker: that of the library, which the lab uses too. */
  public static String version() {
    return AppInfoParser.getVersion();
  }

  /** Starts the broker again on the same ports and data, and waits until it answers. */
  public void restart() {
    try {
      Path config = folder.resolve("server.properties");
      Files.writeString(config, config(), UTF_8);
      process = run.start("broker", broker(config));
    } catch (IOException e) {
      throw new ServerException("the Kafka broker cannot be started: " + e.getMessage(), e);
    }
    awaitReady();
  }

  private ProcessBuilder broker(Path config) {
    return new ProcessBuilder(
            JavaBinary.path(),
            ServerSettings.BROKER_HEAP,
            "-XX:+UseSerialGC",
            // Up to 1.5 million records, the second compiler costs more time than it saves:
            // 7 s instead of 4 to start, and half as much again per record.
            "-XX:TieredStopAtLevel=1",
            "-Xshare:auto",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            "-Djava.io.tmpdir=" + folder,
            "-cp",
            System.getProperty("java.class.path"),
            BrokerMain.class.getName(),
            config.toString(),
            clusterId)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(Redirect.appendTo(log.toFile()));
  }

  private String config() {
    StringBuilder config =
        new StringBuilder(
            """
            process.roles=broker,controller
            node.id=1
            controller.quorum.voters=1@127.0.0.1:%2$s
            listeners=PLAINTEXT://127.0.0.1:%1$s,CONTROLLER://127.0.0.1:%2$s
            controller.listener.names=CONTROLLER
            log.dirs=%3$s
            """
                .formatted(ports.get(0), ports.get(1), folder.resolve("data")));
    ServerSettings.KAFKA.forEach(
        (name, value) -> config.append(name).append('=').append(value).append('\n'));
    return config.toString();
  }

  private void awaitReady() {
    long deadline = System.nanoTime() + READY.toNanos();
    boolean listening =
        Waiting.until(() -> !process.isAlive() || isListening(), deadline - System.nanoTime());
    if (listening
        && process.isAlive()
        && KafkaAnswer.awaited(bootstrapServers(), process::isAlive, deadline)) {
      return;
    }
    String how =
        process.isAlive()
            ? "does not answer on " + bootstrapServers() + " after " + READY.toSeconds() + " s"
            : "ended with exit code " + process.exitValue() + " while starting";
    throw new ServerException(
        "the Kafka broker " + how + "; the end of its log:\n" + LogTail.of(log, LOG_LINES));
  }

  private boolean isListening() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(FreePorts.LOOPBACK, ports.get(0)), 500);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Where clients connect to; the same after a restart. */
  public String bootstrapServers() {
    return "127.0.0.1:" + ports.get(0);
  }

  /** The broker's process id; that of its last process if it does not run. */
  public long pid() {
    return process.pid();
  }

  /**
   * Does nothing while the broker runs.
   *
   * @throws ServerException with the last lines of its log if it has ended
   */
  public void requireAlive() {
    // According to the operating system: Java notices the end a moment later.
    if (!process.toHandle().isAlive()) {
      throw new ServerException(
          "the Kafka broker has ended with exit code "
              + process.onExit().join().exitValue()
              + "; the end of its log:\n"
              + LogTail.of(log, LOG_LINES));
    }
  }

  /** Ends the broker in an orderly way, and kills it if that takes too long. */
  public void stop() {
    // Not Process.destroy: that also closes the broker's stdin, which ends it at once.
    process.toHandle().destroy();
    if (!Waiting.forEnd(process.toHandle(), STOPPED.toNanos())) {
      kill();
    }
  }

  /** Ends the broker at once, as kill -9 does; its data stay for {@link #restart}. */
  public void kill() {
    if (process != null) {
      process.toHandle().destroyForcibly();
      Waiting.forEnd(process.toHandle(), STOPPED.toNanos());
    }
  }

  /** Ends the broker finally, and at once, since its data are removed with the run. */
  @Override
  public void close() {
    kill();
  }
}
