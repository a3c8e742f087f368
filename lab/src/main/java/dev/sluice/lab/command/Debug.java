// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.command;

import java.util.logging.Level;
import java.util.logging.Logger;

/** The switch for debug output: {@code SLUICE_DEBUG}. */
final class Debug {

  static boolean isOn() {
    String value = System.getenv("SLUICE_DEBUG");
    return value != null && !value.isEmpty() && !"0".equals(value);
  }

  /** Sets the libraries' log levels; call it before any of them is loaded. */
  static void prepare() {
    if (isOn()) {
      System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "info");
    } else {
      // The JDBC driver's logger: it warns on stderr about what it throws anyway.
      Logger.getLogger("").setLevel(Level.OFF);
    }
  }

  private Debug() {}
}
