package dev.sluice.lab.command;

import java.util.logging.Level;
import java.util.logging.Logger;

/** Whether the user wants to see what is inside: {@code SLUICE_DEBUG}. */
final class Debug {

  static boolean isOn() {
    String value = System.getenv("SLUICE_DEBUG");
    return value != null && !value.isEmpty() && !"0".equals(value);
  }

  /** Sets the libraries' logging, before any of them is loaded. */
  static void prepare() {
    if (isOn()) {
      System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "info");
    } else {
      // The driver's; it warns on stderr of what it throws anyway.
      Logger.getLogger("").setLevel(Level.OFF);
    }
  }

  private Debug() {}
}
