// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import dev.sluice.engine.config.EngineConfig;
import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a length of time such as {@code 15s}, {@code 500ms}, {@code 2m} or {@code 1h}. */
final class MicrosConverter implements ITypeConverter<MicrosConverter.Micros> {

  /**
   * A length of time.
   *
   * @param orUnlimited microseconds, or null for unlimited
   */
  record Micros(Long orUnlimited) {}

  /** The same, or {@code unlimited}. */
  static final class OrUnlimited implements ITypeConverter<Micros> {
    @Override
    public Micros convert(String text) {
      return text.equals("unlimited") ? new Micros(null) : parse(text, ", or unlimited");
    }
  }

  private static final long HOUR_MICROS = 3_600_000_000L;
  private static final long MOST_HOURS = EngineConfig.Decision.MOST_MICROS / HOUR_MICROS;
  private static final Pattern TIME = Pattern.compile("([0-9]+)(us|ms|s|m|h)");

  @Override
  public Micros convert(String text) {
    return parse(text, "");
  }

  private static Micros parse(String text, String orElse) {
    Matcher time = TIME.matcher(text);
    if (!time.matches()) {
      throw new TypeConversionException(
          "'" + text + "' is not a time such as 15s, 500ms, 250us, 2m or 1h" + orElse);
    }
    long unit =
        switch (time.group(2)) {
          case "us" -> 1L;
          case "ms" -> 1_000L;
          case "s" -> 1_000_000L;
          case "m" -> 60_000_000L;
          default -> HOUR_MICROS;
        };
    BigInteger micros = new BigInteger(time.group(1)).multiply(BigInteger.valueOf(unit));
    if (micros.compareTo(BigInteger.valueOf(EngineConfig.Decision.MOST_MICROS)) > 0) {
      throw new TypeConversionException(
          "'" + text + "' is longer than " + MOST_HOURS + "h, a thousand years");
    }
    return new Micros(micros.longValueExact());
  }
}
