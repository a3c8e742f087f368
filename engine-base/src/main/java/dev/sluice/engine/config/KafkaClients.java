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

  private static final String PROPERTIES = "kafka.properties";

  /**
   * Refuses properties that the clients do not know, or with which they cannot be created.
   *
   * @param names the property names that the engine itself understands
   * @param engines the clients that the engine creates besides those that every engine has
   * @throws ConfigException naming property and value; never the value of a secret
   */
  public static void require(
      EngineConfig.Kafka kafka, Set<String> names, Supplier<List<KafkaClient>> engines) {
    Map<String, String> given = new TreeMap<>(kafka.properties());
    given
        .keySet()
        .forEach(
            name ->
                KafkaProperties.unknown(name, given, names)
                    .ifPresent(
                        problem -> {
                          throw new ConfigException(
                              PROPERTIES + "." + KafkaProperties.shown(name), problem);
                        }));
    List<KafkaClient> clients = new ArrayList<>();
    // First, since the consumer of 3.9 ends a missing reporter class with a null pointer.
    clients.add(KafkaClient.of(KafkaClient.Kind.ADMIN, kafka));
    clients.add(KafkaClient.consumer(kafka));
    fault(clients, given).ifPresent(KafkaClients::refuse);
    try {
      clients = engines.get();
    } catch (org.apache.kafka.common.config.ConfigException e) {
      refuse(ClientFault.of(KafkaClient.consumer(kafka), given, e));
    }
    fault(clients, given).ifPresent(KafkaClients::refuse);
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

  private static void refuse(ClientFault fault) {
    throw fault.refusal();
  }

  private KafkaClients() {}
}
