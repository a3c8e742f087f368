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
 * Tries the Kafka clients that a configuration leads to, before anything is written: what a client
 * refuses when it is made would otherwise end a run that has begun.
 */
public final class KafkaClients {

  private static final String PROPERTIES = "kafka.properties";

  /**
   * Lets pass only properties that the clients know, and of which they can be made.
   *
   * @param names what the engine itself understands among the properties
   * @param engines the clients that the engine makes beside those that every engine has
   * @throws ConfigException naming property and value; never a secret's
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
    // This one first: of a reporter that does not exist, the consumer of 3.9 makes a null pointer.
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
   * Makes clients, without a connection to anywhere, and closes them again.
   *
   * @param given what the user has set, by name
   * @return why the first of them that cannot be made cannot
   */
  public static Optional<ClientFault> fault(List<KafkaClient> clients, Map<String, String> given) {
    // All at once, so that they share one login.
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

  /** What making a client ends with, or empty where it can be made. */
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
      // It was made, which is all that was asked.
    }
  }

  private static void refuse(ClientFault fault) {
    throw fault.refusal();
  }

  private KafkaClients() {}
}
