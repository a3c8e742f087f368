// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.metrics;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.ListenAddress;
import dev.sluice.engine.ledger.LedgerRow;
import dev.sluice.engine.log.KafkaLogEnds;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.write.WriteListeners;
import java.util.Optional;
import java.util.SortedMap;

/**
 * What a process shows while it runs: its metrics and its health, if the configuration has {@code
 * metrics.listen}, else nothing. Thread-safe.
 */
public final class Monitoring implements AutoCloseable {

  private static final long LOG_END_MILLIS = 5_000;

  /** Shows nothing. */
  public static final Monitoring OFF = new Monitoring(null, null, null);

  private final EngineMetrics metrics;
  private final Lag lag;
  private final MetricsServer server;

  /** Guarded by {@code this}, as what follows. */
  private WriteListeners.Registration writers = () -> {};

  private LogEndWatch logEnds;
  private boolean isClosed;

  private Monitoring(EngineMetrics metrics, Lag lag, MetricsServer server) {
    this.metrics = metrics;
    this.lag = lag;
    this.server = server;
  }

  /**
   * Starts to serve what the configuration asks for.
   *
   * @param version the engine's own version
   * @param keepsLedger whether the mode keeps the ledger; otherwise neither lag nor writers are
   *     known
   * @throws ConfigException naming the key, if its address cannot be listened on
   */
  public static Monitoring open(
      EngineConfig config, String version, boolean keepsLedger, Health health) {
    if (config.metricsListen() == null) {
      return OFF;
    }
    EngineMetrics metrics = new EngineMetrics(config.engine(), version, System::currentTimeMillis);
    Lag lag = new Lag(keepsLedger, System::nanoTime);
    lag.register(EngineMetrics.PROPERTIES, metrics.registry());
    if (keepsLedger) {
      metrics.exposeWriters();
    }
    MetricsServer server = MetricsServer.start(config.metricsListen(), metrics.registry(), health);
    return new Monitoring(metrics, lag, server);
  }

  /** Where metrics are served; empty if they are off. */
  public Optional<ListenAddress> address() {
    return Optional.ofNullable(server).map(MetricsServer::address);
  }

  /** The run starts: its writers, opened from now on, are counted. */
  public synchronized void started(RunPlan plan) {
    if (metrics != null && !isClosed) {
      writers = WriteListeners.register(plan, metrics);
    }
  }

  /** The engine consumes: the log's end is read from now on. */
  public synchronized void running(RunPlan plan) {
    if (metrics != null && !isClosed) {
      logEnds =
          LogEndWatch.start(new KafkaLogEnds(plan.config().kafka()), lag::ends, LOG_END_MILLIS);
    }
  }

  /** The ledger was read. */
  public void ledger(SortedMap<Integer, LedgerRow> rows) {
    if (lag != null) {
      lag.ledger(LedgerRow.next(rows));
    }
  }

  /** Stops to serve, at once. */
  @Override
  public synchronized void close() {
    isClosed = true;
    writers.close();
    if (logEnds != null) {
      logEnds.close();
    }
    if (server != null) {
      server.close();
    }
  }
}
