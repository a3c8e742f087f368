// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.logs;

/** How the log lines of an engine's process look, by the variable {@code SLUICE_LOG}. */
enum LogFormat {
  /** To be read at a terminal; the default. */
  TEXT,
  /** One JSON object per line, for what collects logs. */
  JSON;

  /** The environment variable, since logging starts before the configuration is read. */
  static final String VARIABLE = "SLUICE_LOG";

  /**
   * The format that a value of the variable names; text for any that names none.
   *
   * @param value null if the variable is not set
   */
  static LogFormat of(String value) {
    return "json".equals(value) ? JSON : TEXT;
  }
}
