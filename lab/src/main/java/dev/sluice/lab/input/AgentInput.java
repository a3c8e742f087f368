// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input;

import dev.sluice.engine.config.ConfigException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A list of user agents, one per line. Each becomes an event, and the events differ only in the
 * user agent: a successful GET of {@code /} on a tracked site, by a client on the internet.
 *
 * <p>Empty lines are left out. A line that is not UTF-8 becomes the value of a record unchanged.
 */
public final class AgentInput extends LineInput {

  /** The format's name in {@link InputFacts}. */
  public static final String FORMAT = "user agents";

  /** The site; a name that is reserved for examples (RFC 2606). */
  static final String HOST = "agents.example";

  /** Everything but the user agent; the address is reserved for documentation (RFC 5737). */
  private static final String REQUEST =
      "{\"event_time\":\"2000-01-01T00:00:00Z\",\"host\":\""
          + HOST
          + "\",\"url\":\"/\",\"ip\":\"192.0.2.1\",\"method\":\"GET\",\"status\":200,\"user_agent\":";

  private AgentInput(Source source) {
    super(source, FORMAT, 1, Long.MAX_VALUE);
  }

  /**
   * Opens the list in a file, plain or gzip; {@code -} is standard input.
   *
   * @throws ConfigException if there is no such file, or it cannot be read
   */
  public static AgentInput open(String file) {
    return open(file, System.in);
  }

  static AgentInput open(String file, InputStream standardInput) {
    try {
      return new AgentInput(
          file.equals("-")
              ? Source.stream("standard input", standardInput, LinePrefix.NONE)
              : Source.file(Path.of(file), LinePrefix.NONE));
    } catch (ConfigException e) {
      // The source's errors name the usual option for one.
      throw new ConfigException("--agents", e.getMessage().replaceFirst("^--input: ", ""));
    }
  }

  @Override
  protected Reading reading(FactsCounter counter) {
    counter.trackedHost(HOST);
    // Without a record timestamp no event is late or from the future (R4, R5).
    return (line, number) -> new InputRecord(0, 0, null, value(line), null);
  }

  private static byte[] value(byte[] line) {
    Optional<String> agent = Utf8.decode(line);
    return agent.isEmpty()
        ? line
        : (REQUEST + JsonEscaping.PLAIN.quoted(agent.get()) + "}").getBytes(StandardCharsets.UTF_8);
  }
}
