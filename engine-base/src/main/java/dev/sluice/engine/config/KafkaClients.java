// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Creates the Kafka clients of a configuration as a test, before anything is written; otherwise
 * what a client refuses at its creation would end a run that has started.
 */
public final class KafkaClients {

  /**
   * Refuses properties that the clients do not know, or with which they cannot be created.
   *
   * @param cluster the start of the cluster's keys, such as {@code kafka}
   * @param names the property names that the engine itself understands
   * @param more the clients that are created besides those that read
   * @throws ConfigException naming property and value; never the value of a secret
   */
  public static void require(
      String cluster,
      EngineConfig.Kafka kafka,
      Set<String> names,
      Supplier<List<KafkaClient>> more) {
    Map<String, String> given = new TreeMap<>(kafka.properties());
    given
        .keySet()
        .forEach(
            name ->
                KafkaProperties.unknown(name, given, names)
                    .ifPresent(
                        problem -> {
                          throw new ConfigException(
                              cluster + ".properties." + KafkaProperties.shown(name), problem);
                        }));
    List<KafkaClient> clients = new ArrayList<>();
    // First, since the consumer of 3.9 ends a missing reporter class with a null pointer.
    clients.add(KafkaClient.of(KafkaClient.Kind.ADMIN, kafka));
    clients.add(KafkaClient.consumer(kafka));
    refuse(cluster, fault(clients, given));
    try {
      clients = more.get();
    } catch (org.apache.kafka.common.config.ConfigException e) {
      refuse(cluster, Optional.of(ClientFault.of(KafkaClient.consumer(kafka), given, e)));
    }
    refuse(cluster, fault(clients, given));
  }

  /**
   * Creates clients, without connecting to any server, and closes them again.
   *
   * @param given what the user has set, by name
   * @return why the first client that fails cannot be created; empty if all can
   */
  public static Optional<ClientFault> fault(List<KafkaClient> clients, Map<String, String> given) {
    // All are open at once, so that they share one login.
    Deque<AutoCloseable> open = new ArrayDeque<>();
    try {
      for (KafkaClient client : clients) {
        try {
          open.push(client.open());
        } catch (RuntimeException | LinkageError e) {
          return Optional.of(ClientFault.of(client, given, e));
        }
      }
      return Optional.empty();
    } finally {
      open.forEach(KafkaClients::close);
    }
  }

  /** The exception that creating a client ends with; empty if it can be created. */
  static Optional<Throwable> failure(KafkaClient client) {
    try {
      close(client.open());
      return Optional.empty();
    } catch (RuntimeException | LinkageError e) {
      return Optional.of(e);
    }
  }

  private static void close(AutoCloseable client) {
    try {
      client.close();
    } catch (Exception e) {
      // It was created, and nothing else was to be tested.
    }
  }

  private static void refuse(String cluster, Optional<ClientFault> fault) {
    if (fault.isPresent()) {
      throw fault.get().refusal(cluster);
    }
  }

  private KafkaClients() {}
}
