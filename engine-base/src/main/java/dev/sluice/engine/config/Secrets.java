// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The texts that are never shown. Drivers and clients promise to keep passwords out of their
 * messages, but strangers read status lines and logs.
 *
 * @param texts the secrets, longest first, so that a line is masked before the password in it
 */
public record Secrets(List<String> texts) {

  /** No secrets: before a configuration is known, there are none. */
  public static final Secrets NONE = new Secrets(List.of());

  /** The names whose values are secrets, for properties that no client defines. */
  static final Pattern NAME =
      Pattern.compile("(?i)password|passphrase|secret|token|credential|private");

  /** The end of the keys that name a file with a secret. */
  private static final String FILE = ".file";

  private static final Pattern JAAS_OPTION =
      Pattern.compile("([\\w.]+)\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)'|([^\\s;\"']+))");

  public Secrets {
    texts =
        texts.stream()
            .filter(text -> !text.isBlank())
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
  }

  /**
   * The secrets of a configuration: those among Kafka's properties and the sink's, and the sink's
   * values that are secrets by their key's name, such as a password or what its file contains.
   */
  public static Secrets of(EngineConfig config) {
    List<String> texts = new ArrayList<>(of(config.kafka().properties()).texts());
    config
        .sink()
        .values()
        .forEach(
            (key, value) -> {
              if (value instanceof Map<?, ?> properties) {
                texts.addAll(of(SinkSettings.copy(properties)).texts());
              } else if (isText(key)) {
                texts.add(String.valueOf(value));
              } else if (NAME.matcher(key).find()) {
                texts.add(inFile(String.valueOf(value)));
              }
            });
    return new Secrets(texts);
  }

  /** Whether a sink's key holds a secret, not the path of a file with it. */
  static boolean isText(String key) {
    return NAME.matcher(key).find() && !key.endsWith(FILE);
  }

  /** The secret in a file now; empty if there is none, which the sink reports where it needs it. */
  private static String inFile(String path) {
    try {
      return Files.readString(Path.of(path)).strip();
    } catch (IOException | RuntimeException e) {
      return "";
    }
  }

  /** The secrets among Kafka's properties, and those within the line of a login module. */
  public static Secrets of(Map<String, String> properties) {
    List<String> texts = new ArrayList<>();
    properties.forEach(
        (name, value) -> {
          if (KafkaProperties.isSecret(name)) {
            texts.add(value);
            Matcher option = JAAS_OPTION.matcher(value);
            while (option.find()) {
              if (NAME.matcher(option.group(1)).find()) {
                texts.add(
                    Stream.of(option.group(2), option.group(3), option.group(4))
                        .filter(Objects::nonNull)
                        .collect(Collectors.joining()));
              }
            }
          }
        });
    return new Secrets(texts);
  }

  /** The text with every secret replaced by stars. */
  public String masked(String text) {
    String masked = text;
    for (String secret : texts) {
      // Only whole words, or a password like "postgres" would mask a part of every URL.
      masked = masked.replaceAll("(?<!\\w)" + Pattern.quote(secret) + "(?!\\w)", "***");
    }
    return masked;
  }

  /** Shows only the number of secrets. */
  @Override
  public String toString() {
    return "Secrets[" + texts.size() + "]";
  }
}
