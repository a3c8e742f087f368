package dev.sluice.lab.server;

import java.util.Map;
import java.util.Objects;

/** Servers that somebody else runs. */
public record ExternalServers(
    String bootstrapServers,
    Map<String, String> kafkaProperties,
    String jdbcUrl,
    String user,
    String password)
    implements Servers {

  public ExternalServers {
    Objects.requireNonNull(bootstrapServers, "bootstrapServers");
    Objects.requireNonNull(jdbcUrl, "jdbcUrl");
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(password, "password");
    kafkaProperties = Map.copyOf(kafkaProperties);
  }

  /** Does nothing: they are not ours to end. */
  @Override
  public void close() {}

  /** All but what may be secret. */
  @Override
  public String toString() {
    return "ExternalServers[" + bootstrapServers + ", user " + user + "]";
  }
}
