// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.logs;

import java.util.ServiceLoader;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * The logging that an engine brings, as text, or as JSON if the variable {@code SLUICE_LOG} is
 * {@code json}. An engine's command names this class as {@code slf4j.provider}. Levels are those
 * that the engine has set, in both.
 */
public final class EngineLogs implements SLF4JServiceProvider {

  /** Null if the log is text. */
  private final LogLines lines;

  private final SLF4JServiceProvider brought;
  private ILoggerFactory loggers;

  /** Finds the logging; from now on, if the log is JSON, what is printed becomes log lines. */
  public EngineLogs() {
    if (LogFormat.of(System.getenv(LogFormat.VARIABLE)) == LogFormat.JSON) {
      lines = new LogLines(System.err);
      System.setErr(new JsonErr(lines));
    } else {
      lines = null;
    }
    brought =
        ServiceLoader.load(SLF4JServiceProvider.class)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no logging is on the class path"));
  }

  @Override
  public void initialize() {
    brought.initialize();
    loggers = brought.getLoggerFactory();
    if (lines != null && !hasJson(brought)) {
      loggers = new JsonLoggers(loggers, lines);
    }
  }

  /** Log4j writes JSON itself, and straight to the file descriptor; see Spark's log4j2.xml. */
  private static boolean hasJson(SLF4JServiceProvider provider) {
    return provider.getClass().getName().startsWith("org.apache.logging.");
  }

  @Override
  public ILoggerFactory getLoggerFactory() {
    return loggers;
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return brought.getMarkerFactory();
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return brought.getMDCAdapter();
  }

  @Override
  public String getRequestedApiVersion() {
    return "2.0.99"; // of SLF4J's own providers: any 2.0
  }
}
