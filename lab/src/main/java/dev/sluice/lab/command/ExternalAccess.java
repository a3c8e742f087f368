package dev.sluice.lab.command;

import dev.sluice.engine.config.ByteOrderMark;
import dev.sluice.engine.config.ConfigException;
import dev.sluice.lab.server.ExternalServers;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How servers of the user's own are named, and where the secrets to use them come from. */
final class ExternalAccess {

  static final String USER = "SLUICE_POSTGRES_USER";
  static final String PASSWORD = "SLUICE_POSTGRES_PASSWORD";

  private static final Pattern SECRET_IN_URL =
      Pattern.compile("(?i)[?&](ssl)?password=|//[^/]*:[^/@]*@");

  /**
   * The servers; none of them is asked anything yet.
   *
   * @param kafkaProperties a file, or null for none
   * @param name what the user calls an option, such as {@code --jdbc} for {@code jdbc}
   * @throws ConfigException where the URL holds a secret, or the file cannot be read
   */
  static ExternalServers of(
      String kafka, Path kafkaProperties, String jdbc, UnaryOperator<String> name) {
    if (SECRET_IN_URL.matcher(jdbc).find()) {
      throw new ConfigException(
          name.apply("jdbc"),
          "holds a secret, which others can see in the process list; set " + PASSWORD);
    }
    return new ExternalServers(
        kafka,
        kafkaProperties == null
            ? Map.of()
            : properties(kafkaProperties, name.apply("kafka-properties")),
        jdbc,
        environment(USER),
        environment(PASSWORD));
  }

  private static Map<String, String> properties(Path file, String name) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(ByteOrderMark.read(file)));
    } catch (IOException e) {
      throw new ConfigException(name, file + " cannot be read: " + e.getMessage());
    }
    return properties.stringPropertyNames().stream()
        .collect(Collectors.toMap(key -> key, properties::getProperty));
  }

  private static String environment(String name) {
    return System.getenv().getOrDefault(name, "");
  }

  private ExternalAccess() {}
}
