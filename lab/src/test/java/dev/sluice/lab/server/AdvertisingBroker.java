// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;

/**
 * A real broker with two listeners: one that advertises itself, and one that answers, but
 * advertises an address that the test chooses, as a broker in a container does to its host.
 */
public record AdvertisingBroker(Process process, int port) implements AutoCloseable {

  private static final Duration READY = Duration.ofSeconds(60);

  /**
   * Starts the broker in a run, and creates a topic in it.
   *
   * @param advertised HOST:PORT
   */
  public static AdvertisingBroker start(RunDirectory run, String advertised, String topic)
      throws Exception {
    List<Integer> ports = FreePorts.find(3);
    String good = "127.0.0.1:" + ports.get(0);
    Path folder = run.folder("advertising");
    Path config =
        Files.writeString(
            folder.resolve("server.properties"), config(ports, advertised, folder), UTF_8);
    Process process =
        run.start(
            "broker",
            new ProcessBuilder(
                    JavaBinary.path(),
                    ServerSettings.BROKER_HEAP,
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    BrokerMain.class.getName(),
                    config.toString(),
                    Uuid.randomUuid().toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(folder.resolve("log").toFile())));
    if (!KafkaAnswer.awaited(good, process::isAlive, System.nanoTime() + READY.toNanos())) {
      throw new IOException("no broker: " + LogTail.of(folder.resolve("log"), 15));
    }
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", good))) {
      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
    }
    return new AdvertisingBroker(process, ports.get(1));
  }

  private static String config(List<Integer> ports, String advertised, Path folder) {
    StringBuilder config =
        new StringBuilder(
            """
            process.roles=broker,controller
            node.id=1
            controller.quorum.voters=1@127.0.0.1:%3$d
            listeners=GOOD://127.0.0.1:%1$d,OUT://127.0.0.1:%2$d,CONTROLLER://127.0.0.1:%3$d
            advertised.listeners=GOOD://127.0.0.1:%1$d,OUT://%4$s
            listener.security.protocol.map=GOOD:PLAINTEXT,OUT:PLAINTEXT,CONTROLLER:PLAINTEXT
            inter.broker.listener.name=GOOD
            controller.listener.names=CONTROLLER
            log.dirs=%5$s
            """
                .formatted(
                    ports.get(0), ports.get(1), ports.get(2), advertised, folder.resolve("data")));
    ServerSettings.KAFKA.forEach(
        (name, value) -> config.append(name).append('=').append(value).append('\n'));
    return config.toString();
  }

  /** The address of the listener that advertises the test's address. */
  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  @Override
  public void close() {
    process.toHandle().destroyForcibly();
  }
}
