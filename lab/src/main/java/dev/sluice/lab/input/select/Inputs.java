// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.input.select;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.lab.input.Input;
import dev.sluice.lab.input.LinePrefix;
import dev.sluice.lab.input.LineReader;
import dev.sluice.lab.input.Source;
import dev.sluice.lab.input.accesslog.AccessLogInput;
import dev.sluice.lab.input.envelope.NdjsonInput;
import dev.sluice.lab.input.traffic.TrafficGenerator;
import dev.sluice.model.Limits;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/** Opens the input that the options describe. */
public final class Inputs {

  private static final String STANDARD_INPUT = "-";
  private static final String STANDARD_INPUT_NAME = "standard input";

  /**
   * Opens an input; standard input is the process's own.
   *
   * @throws ConfigException naming the option that is wrong, and what is allowed
   */
  public static Input open(InputOptions options) {
    return open(options, System.in);
  }

  /** Opens an input; {@code -} is the given stream. */
  static Input open(InputOptions options, InputStream standardInput) {
    int asked = options.partitions().orElse(InputOptions.PARTITIONS);
    if (asked < 1 || asked > InputOptions.MOST_PARTITIONS) {
      throw new ConfigException(
          "--partitions", asked + "; it must be 1 to " + InputOptions.MOST_PARTITIONS);
    }
    long events = options.events().orElse(InputOptions.EVENTS);
    if (events < 0) {
      throw new ConfigException("--records", events + "; it must be zero or more");
    }
    if (options.input() == null) {
      if (options.mapping() != null) {
        throw new ConfigException(
            "--events",
            "applies only to JSON lines of your own, and generated traffic has the contract's names;"
                + " name your file with --input, or remove --events");
      }
      if (options.stripPrefix() != null) {
        throw new ConfigException(
            "--strip-prefix", "applies only to the lines of a file; name the file with --input");
      }
      long seed = options.seed().orElse(InputOptions.SEED);
      return TrafficGenerator.of(seed, events, asked, options.profile());
    }
    return open(options, source(options, standardInput), asked);
  }

  private static Input open(InputOptions options, Source source, int asked) {
    long most = options.events().orElse(Long.MAX_VALUE);
    if (format(options, source) == InputFormat.ACCESS_LOG) {
      if (options.mapping() != null) {
        throw new ConfigException(
            "--events",
            "applies only to JSON lines, and "
                + source.name()
                + " is an access log, whose lines become events with the contract's names; remove"
                + " --events");
      }
      return new AccessLogInput(source, host(options, source), asked, most);
    }
    if (options.partitions().isEmpty() && source.repeatable()) {
      OptionalInt named = NdjsonInput.partitionsNamed(source, most);
      return new NdjsonInput(source, options.mapping(), named.orElse(asked), most);
    }
    return new NdjsonInput(source, options.mapping(), asked, most);
  }

  private static Source source(InputOptions options, InputStream standardInput) {
    LinePrefix prefix = LinePrefix.of(options.stripPrefix());
    return options.input().equals(STANDARD_INPUT)
        ? Source.stream(STANDARD_INPUT_NAME, standardInput, prefix)
        : Source.file(Path.of(options.input()), prefix);
  }

  private static InputFormat format(InputOptions options, Source source) {
    if (options.format() != null) {
      return options.format();
    }
    LineReader lines = source.unread();
    try {
      List<byte[]> head = lines.peek(InputFormat.LOOKED_AT);
      return InputFormat.of(source.name(), head);
    } finally {
      if (source.repeatable()) {
        lines.close();
      }
    }
  }

  /**
   * The host of a log's lines: as given, or the file's name without {@code .gz} and its extension,
   * with dashes for characters that no host name contains.
   */
  private static String host(InputOptions options, Source source) {
    String host = options.host() == null ? named(source.name()) : options.host();
    int bytes = host.getBytes(StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > Limits.HOST_BYTES) {
      throw new ConfigException(
          "--host", "'" + host + "' must have 1 to " + Limits.HOST_BYTES + " bytes");
    }
    return host;
  }

  private static String named(String file) {
    String name = file.endsWith(".gz") ? file.substring(0, file.length() - 3) : file;
    int dot = name.lastIndexOf('.');
    return (dot > 0 ? name.substring(0, dot) : name).replaceAll("[^\\p{L}\\p{M}\\p{N}._-]", "-");
  }

  private Inputs() {}
}
