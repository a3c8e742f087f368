// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.metrics;

import dev.sluice.engine.ledger.Counts;
import dev.sluice.engine.write.WriteListener;
import io.prometheus.metrics.config.PrometheusProperties;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The metrics of one process, in a registry of its own. The names and their meaning are in {@code
 * docs/metrics.md}. No label has an identity, an address or a rule's name, so that the number of
 * series is known beforehand. Thread-safe.
 */
final class EngineMetrics implements WriteListener {

  /**
   * The library's defaults, given as they are: otherwise it would take names and buckets from
   * system properties, the environment, and any {@code prometheus.properties} on the class path.
   */
  static final PrometheusProperties PROPERTIES = PrometheusProperties.builder().build();

  private static final double[] FLUSH_SECONDS = {
    0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30
  };
  private static final double[] BATCH_RECORDS = {
    1, 10, 100, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000
  };

  private static final double MILLIS = 1_000;
  private static final double NANOS = 1_000_000_000;

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final LongSupplier currentTimeMillis;
  private final Counter records;
  private final Counter retries;
  private final Histogram flushes;
  private final Histogram batches;
  private final Gauge lastCommit;

  /**
   * @param mode the engine's mode, a name from its descriptor
   * @param version the engine's own version
   * @param currentTimeMillis a clock like {@link System#currentTimeMillis}
   */
  EngineMetrics(String mode, String version, LongSupplier currentTimeMillis) {
    this.currentTimeMillis = currentTimeMillis;
    Info.builder(PROPERTIES)
        .name("sluice_info")
        .help("The engine of this process; always 1.")
        .labelNames("engine", "version")
        .register(registry)
        .addLabelValues(mode, version);
    this.records =
        Counter.builder(PROPERTIES)
            .name("sluice_records_total")
            .help("Records that this process has committed, by outcome.")
            .labelNames("outcome")
            .withoutExemplars()
            .build();
    this.retries =
        Counter.builder(PROPERTIES)
            .name("sluice_retries_total")
            .help("Tries of a writer after a fault of the sink or the log.")
            .withoutExemplars()
            .build();
    this.flushes =
        Histogram.builder(PROPERTIES)
            .name("sluice_flush_seconds")
            .unit(Unit.SECONDS)
            .help("How long a batch took to be written, waits for the sink included.")
            .classicOnly()
            .classicUpperBounds(FLUSH_SECONDS)
            .withoutExemplars()
            .build();
    this.batches =
        Histogram.builder(PROPERTIES)
            .name("sluice_batch_records")
            .help("How many records a batch had, filtered ones included.")
            .classicOnly()
            .classicUpperBounds(BATCH_RECORDS)
            .withoutExemplars()
            .build();
    this.lastCommit =
        Gauge.builder(PROPERTIES)
            .name("sluice_last_commit_timestamp_seconds")
            .unit(Unit.SECONDS)
            .help("Time of this process's last commit; 0 before it.")
            .withoutExemplars()
            .build();
    // Zeros, so that the first record is an increase.
    Counts.NONE.byOutcome().keySet().forEach(outcome -> records.labelValues(outcome).inc(0));
  }

  /** Exposes what writers report; not for a mode that does not use the ledger's writer. */
  void exposeWriters() {
    registry.register(records);
    registry.register(retries);
    registry.register(flushes);
    registry.register(batches);
    registry.register(lastCommit);
  }

  PrometheusRegistry registry() {
    return registry;
  }

  @Override
  public void committed(Counts counts) {
    counts.byOutcome().forEach((outcome, count) -> records.labelValues(outcome).inc(count));
    lastCommit.set(currentTimeMillis.getAsLong() / MILLIS);
  }

  @Override
  public void flushed(int batch, Duration took) {
    flushes.observe(took.toNanos() / NANOS);
    batches.observe(batch);
  }

  @Override
  public void retrying() {
    retries.inc();
  }
}
