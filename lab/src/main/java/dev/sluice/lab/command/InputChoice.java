// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.lab.input.select.InputOptions;
import dev.sluice.lab.run.DecisionSource;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * The input that the user chose, and how its records are decided: where the fields are concerns
 * both.
 *
 * @param check the command that shows what becomes of the fields, without an engine; null for
 *     generated traffic
 */
record InputChoice(InputOptions input, DecisionSource decision, String check) {

  /**
   * The choice of a command that has both. Digits in place of the file of {@code --events} are a
   * number of records, which that option took up to version 0.1; such a file can be written {@code
   * ./7}.
   *
   * @throws ConfigException naming the option that is wrong
   */
  static InputChoice of(InputOptions chosen, DecisionOptions options) {
    String typed = options.events().typed();
    if (typed == null || !isNumber(typed)) {
      DecisionSource source = options.source();
      return new InputChoice(chosen.withMapping(source.mapping()), source, check(chosen, typed));
    }
    if (chosen.events().isPresent()) {
      throw new ConfigException(
          EventsOption.NAME,
          typed
              + " is a number of records, as is "
              + InputArguments.RECORDS
              + "; remove one of them");
    }
    return new InputChoice(
        chosen.withEvents(records(typed)), options.rulesAndTimes(), check(chosen, null));
  }

  private static String check(InputOptions chosen, String events) {
    if (chosen.input() == null) {
      return null;
    }
    List<String> words = new ArrayList<>(List.of("./sluice", "events", "check"));
    if (events != null) {
      words.addAll(List.of(EventsOption.NAME, events));
    }
    if (chosen.stripPrefix() != null) {
      words.addAll(List.of("--strip-prefix", chosen.stripPrefix()));
    }
    words.add(chosen.input());
    return Shell.line(words);
  }

  private static boolean isNumber(String typed) {
    return typed.matches("[0-9]+");
  }

  private static long records(String typed) {
    BigInteger number = new BigInteger(typed);
    if (number.signum() == 0 || number.bitLength() >= Long.SIZE) {
      throw new ConfigException(
          EventsOption.NAME,
          typed + " is not a whole number from 1 to " + Long.MAX_VALUE + ", nor a file's name");
    }
    return number.longValueExact();
  }
}
