// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.security.auth.login.LoginException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.SaslConfigs;

/**
 * The reason why a Kafka client cannot be created. Some of the clients' errors name the property,
 * some its value, and some neither.
 *
 * @param property the property at fault; empty if more than one may be
 * @param problem what is wrong with it and what to do, without a secret
 */
public record ClientFault(Optional<String> property, String problem) {

  private static final String BOOTSTRAP = CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG;
  private static final String JAAS = SaslConfigs.SASL_JAAS_CONFIG;

  private static final Pattern INVALID =
      Pattern.compile("Invalid value .* for configuration (\\S+?)(?:: (.*))?", Pattern.DOTALL);

  /** The shortest value, in characters, that is unlikely to be in a message by chance. */
  private static final int TELLING = 3;

  private static final Pattern JAAS_WORD = Pattern.compile("[^\\s=;\"']+");

  private static final Set<String> JAAS_FLAGS =
      Set.of("required", "requisite", "sufficient", "optional");

  /**
   * The fault that a client's failure points to.
   *
   * @param given what the user has set, by name
   */
  public static ClientFault of(KafkaClient client, Map<String, String> given, Throwable failure) {
    List<Throwable> chain = chain(failure);
    Optional<String> property =
        named(chain, given).or(() -> quoted(chain, given)).or(() -> tried(client, given));
    String cause = cause(failure);
    if (property.isPresent() && property.get().equals(JAAS)) {
      cause = withoutWordsOf(given.getOrDefault(JAAS, ""), cause);
    }
    return new ClientFault(
        property, problem(client, given, property, Secrets.of(given).masked(cause)));
  }

  /** Whether this property is at fault. */
  public boolean isOf(String name) {
    return property.filter(name::equals).isPresent();
  }

  /**
   * The exception that reports the fault in an engine's configuration.
   *
   * @param cluster the start of the keys of the client's cluster, such as {@code kafka}
   */
  public ConfigException refusal(String cluster) {
    String properties = cluster + ".properties";
    String key =
        property
            .map(name -> name.equals(BOOTSTRAP) ? cluster + "." + name : properties + "." + name)
            .orElse(properties);
    return new ConfigException(key, problem);
  }

  private static String problem(
      KafkaClient client, Map<String, String> given, Optional<String> property, String cause) {
    if (property.isEmpty()) {
      return "a Kafka %s cannot be created with these (%s); correct them"
          .formatted(client.kind(), cause);
    }
    String name = property.get();
    if (name.equals(BOOTSTRAP)) {
      return "%s is refused by the Kafka %s (%s); name brokers as HOST:PORT that resolve here"
          .formatted(client.properties().get(BOOTSTRAP), client.kind(), cause);
    }
    if (!given.containsKey(name)) {
      return "is missing, and a Kafka %s cannot be created without it (%s); set it"
          .formatted(client.kind(), cause);
    }
    return "%s is refused by the Kafka %s (%s); correct or remove it"
        .formatted(
            KafkaProperties.isSecret(name) ? "its value" : given.get(name), client.kind(), cause);
  }

  /** The root cause in one line: the exceptions that clients wrap around it add nothing. */
  public static String cause(Throwable failure) {
    List<Throwable> chain = chain(failure);
    Throwable root = chain.get(chain.size() - 1);
    String message = root.getMessage() == null ? "" : root.getMessage();
    Matcher invalid = INVALID.matcher(message);
    if (invalid.matches() && invalid.group(2) != null) {
      message = invalid.group(2);
    }
    boolean saysIt =
        root instanceof KafkaException
            || root instanceof IllegalArgumentException
            || root instanceof LoginException;
    String text =
        saysIt && !message.isEmpty()
            ? message
            : root.getClass().getSimpleName() + (message.isEmpty() ? "" : ": " + message);
    return text.replaceAll("[\\s\\p{Cntrl}]+", " ").replaceAll("\\.$", "").strip();
  }

  private static List<Throwable> chain(Throwable failure) {
    List<Throwable> chain = new ArrayList<>();
    for (Throwable e = failure; e != null && !chain.contains(e); e = e.getCause()) {
      chain.add(e);
    }
    return chain;
  }

  private static Optional<String> named(List<Throwable> chain, Map<String, String> given) {
    for (Throwable e : chain) {
      String message = String.valueOf(e.getMessage());
      Matcher invalid = INVALID.matcher(message);
      if (invalid.matches() && given.containsKey(invalid.group(1))) {
        return Optional.of(invalid.group(1));
      }
      if (e instanceof LoginException || message.contains("JAAS")) {
        return Optional.of(JAAS);
      }
      if (message.contains(BOOTSTRAP)) {
        return Optional.of(BOOTSTRAP);
      }
    }
    return longest(chain, given.keySet().stream().toList());
  }

  private static Optional<String> quoted(List<Throwable> chain, Map<String, String> given) {
    List<String> values =
        given.entrySet().stream()
            .filter(entry -> !KafkaProperties.isSecret(entry.getKey()))
            .map(Map.Entry::getValue)
            .filter(value -> value.length() >= TELLING)
            .toList();
    return longest(chain, values)
        .flatMap(
            value ->
                given.entrySet().stream()
                    .filter(entry -> entry.getValue().equals(value))
                    .map(Map.Entry::getKey)
                    .sorted()
                    .findFirst());
  }

  /** The longest of these words that a message contains. */
  private static Optional<String> longest(List<Throwable> chain, List<String> words) {
    return words.stream()
        .filter(word -> chain.stream().anyMatch(e -> String.valueOf(e.getMessage()).contains(word)))
        .max(Comparator.comparingInt(String::length));
  }

  /** The property without which the client can be created, if there is exactly one. */
  private static Optional<String> tried(KafkaClient client, Map<String, String> given) {
    List<String> guilty =
        given.keySet().stream()
            // Without it no security is configured that could fail.
            .filter(name -> !name.equals(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG))
            .filter(name -> KafkaClients.failure(client.without(name)).isEmpty())
            .toList();
    return guilty.size() == 1 ? Optional.of(guilty.get(0)) : Optional.empty();
  }

  /**
   * Masks the line's words, except the module's class and flag. Kafka's errors quote what they
   * cannot parse; if the line lacks a quote, that may be part of a password.
   */
  private static String withoutWordsOf(String line, String cause) {
    String masked = cause;
    for (String word : JAAS_WORD.matcher(line).results().map(MatchResult::group).toList()) {
      boolean isModule = word.contains(".") && line.strip().startsWith(word);
      if (!isModule && !JAAS_FLAGS.contains(word)) {
        masked = masked.replaceAll("(?<!\\w)" + Pattern.quote(word) + "(?!\\w)", "***");
      }
    }
    return masked;
  }
}
