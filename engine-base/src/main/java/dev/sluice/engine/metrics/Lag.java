// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.metrics;

import io.prometheus.metrics.config.PrometheusProperties;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How far the ledger is behind the log, by partition, as both were read last. If one of them cannot
 * be read, the numbers stay, and their age grows. Thread-safe.
 */
final class Lag {

  private final boolean hasLedger;
  private final LongSupplier nanoTime;
  private SortedMap<Integer, Long> next = new TreeMap<>();
  private SortedMap<Integer, Long> ends = new TreeMap<>();
  private long ledgerNanos;
  private long endsNanos;
  private boolean isLedgerRead;

  /**
   * @param hasLedger whether the mode keeps a ledger; otherwise only the log's ends are known
   * @param nanoTime a clock like {@link System#nanoTime}
   */
  Lag(boolean hasLedger, LongSupplier nanoTime) {
    this.hasLedger = hasLedger;
    this.nanoTime = nanoTime;
    // Until the first reading, the age counts from here.
    this.ledgerNanos = nanoTime.getAsLong();
    this.endsNanos = ledgerNanos;
  }

  /** The ledger's {@code next} was read, by partition. */
  synchronized void ledger(SortedMap<Integer, Long> read) {
    next = new TreeMap<>(read);
    ledgerNanos = nanoTime.getAsLong();
    isLedgerRead = true;
  }

  /** The log's ends were read, by partition. */
  synchronized void ends(SortedMap<Integer, Long> read) {
    ends = new TreeMap<>(read);
    endsNanos = nanoTime.getAsLong();
  }

  private synchronized SortedMap<Integer, Long> next() {
    return next;
  }

  private synchronized SortedMap<Integer, Long> ends() {
    return ends;
  }

  /** Log end minus ledger; empty until both were read. */
  private synchronized SortedMap<Integer, Long> records() {
    SortedMap<Integer, Long> records = new TreeMap<>();
    if (isLedgerRead) {
      // A partition that has no row yet starts at 0 (R15). The ledger may be read after the log.
      ends.forEach(
          (partition, end) ->
              records.put(partition, Math.max(0, end - next.getOrDefault(partition, 0L))));
    }
    return records;
  }

  private synchronized double ageSeconds() {
    long now = nanoTime.getAsLong();
    long ledgerAge = hasLedger ? now - ledgerNanos : 0;
    return Math.max(ledgerAge, now - endsNanos) / (double) TimeUnit.SECONDS.toNanos(1);
  }

  /** Adds the gauges to a registry. */
  void register(PrometheusProperties properties, PrometheusRegistry registry) {
    if (hasLedger) {
      byPartition(
          properties,
          registry,
          "sluice_ledger_next",
          "The ledger's next: the offset from which records are not yet done.",
          this::next);
      byPartition(
          properties,
          registry,
          "sluice_lag_records",
          "Log end minus ledger, in offsets; transaction markers count.",
          this::records);
    }
    byPartition(
        properties,
        registry,
        "sluice_log_end",
        "The last stable offset of the topic's partition.",
        this::ends);
    GaugeWithCallback.builder(properties)
        .name("sluice_lag_age_seconds")
        .unit(Unit.SECONDS)
        .help("Age of the older of the two readings that make the lag.")
        .callback(gauge -> gauge.call(ageSeconds()))
        .register(registry);
  }

  private static void byPartition(
      PrometheusProperties properties,
      PrometheusRegistry registry,
      String name,
      String help,
      Supplier<Map<Integer, Long>> values) {
    GaugeWithCallback.builder(properties)
        .name(name)
        .help(help)
        .labelNames("partition")
        .callback(
            gauge ->
                values.get().forEach((partition, value) -> gauge.call(value, partition.toString())))
        .register(registry);
  }
}
