// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.logs;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.ILoggerFactory;
import org.slf4j.Logger;

/** Loggers that write JSON, with the levels of other loggers. Thread-safe. */
final class JsonLoggers implements ILoggerFactory {

  private final Map<String, Logger> loggers = new ConcurrentHashMap<>();
  private final ILoggerFactory levels;
  private final LogLines lines;

  /**
   * Creates the factory.
   *
   * @param levels the loggers that decide what is logged
   */
  JsonLoggers(ILoggerFactory levels, LogLines lines) {
    this.levels = levels;
    this.lines = lines;
  }

  @Override
  public Logger getLogger(String name) {
    return loggers.computeIfAbsent(
        name, each -> new JsonLogger(each, levels.getLogger(each), lines));
  }
}
