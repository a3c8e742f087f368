// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.log;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Checks the addresses that brokers advertise. A client gets them from a bootstrap server, and from
 * then on uses no others: if they are unreachable, it waits without a message until its timeout,
 * even though the bootstrap server answers.
 */
public final class Advertised {

  /** How long an address may take to accept a connection. */
  private static final int CONNECT_MILLIS = 2_000;

  /**
   * How many addresses are tried: all those of a large cluster would take longer, and show no more.
   */
  private static final int MOST_TRIED = 3;

  /**
   * Gets the addresses with requests to the bootstrap servers only: a consumer sends its first
   * request to them, an admin client to an advertised address.
   *
   * @param client the properties of a client, bootstrap servers included
   * @return the brokers that have partitions; empty if none answers in time
   */
  public static Collection<Node> told(Map<String, ?> client, Duration patience) {
    if (patience.isZero()) {
      return List.of();
    }
    Map<String, Object> properties = new HashMap<>(client);
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    properties.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    SortedMap<Integer, Node> brokers = new TreeMap<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      for (List<PartitionInfo> partitions : consumer.listTopics(patience).values()) {
        partitions.stream()
            .flatMap(p -> Stream.of(p.replicas()))
            .forEach(node -> brokers.put(node.id(), node));
      }
    } catch (KafkaException noAnswer) {
      // Not reported: the admin client's own error is.
    }
    // A broker that is down has no address.
    brokers.values().removeIf(node -> node.host().isEmpty());
    return List.copyOf(brokers.values());
  }

  /** The first address whose name this machine cannot resolve, and what to do about it. */
  public static Optional<String> unresolved(Collection<Node> brokers) {
    return brokers.stream()
        .filter(broker -> !resolves(broker.host()))
        .findFirst()
        .map(
            broker ->
                name(broker)
                    + ", which does not resolve here; set advertised.listeners of that broker to a"
                    + " name that resolves on this machine, or make this name resolve (DNS, or the"
                    + " hosts file)");
  }

  /**
   * The first address that accepts no connection, and what to do about it; takes some seconds at
   * most.
   */
  public static Optional<String> closed(Collection<Node> brokers) {
    return brokers.stream()
        .limit(MOST_TRIED)
        .flatMap(broker -> refusal(broker).map(why -> name(broker) + why).stream())
        .findFirst();
  }

  private static Optional<String> refusal(Node broker) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(broker.host(), broker.port()), CONNECT_MILLIS);
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          ", which accepts no connection from here ("
              + e.getMessage()
              + "); check that broker, its advertised.listeners and the network");
    }
  }

  private static boolean resolves(String host) {
    try {
      return InetAddress.getAllByName(host).length > 0;
    } catch (UnknownHostException e) {
      return false;
    }
  }

  private static String name(Node broker) {
    return "broker %d advertises %s:%d".formatted(broker.id(), broker.host(), broker.port());
  }

  private Advertised() {}
}
