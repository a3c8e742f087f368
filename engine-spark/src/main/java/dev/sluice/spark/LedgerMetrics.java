// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spark;

import com.codahale.metrics.Counter;
import com.codahale.metrics.Gauge;
import com.codahale.metrics.Histogram;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import dev.sluice.engine.ledger.Counts;
import dev.sluice.engine.write.WriteListener;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.SparkEnv;
import org.apache.spark.metrics.source.Source;

/**
 * What the writers of this JVM did, as a source of Spark's own metrics, so that its sinks carry it.
 * One for all of them: a process of Spark has one application, which is one run. Names are in
 * {@code docs/metrics.md}. Thread-safe.
 */
final class LedgerMetrics implements WriteListener, Source {

  private static final LedgerMetrics OF_PROCESS = new LedgerMetrics();

  private final MetricRegistry registry = new MetricRegistry();
  private final Map<String, Counter> records = new HashMap<>();
  private final Counter retries = registry.counter("retries");
  private final Timer flushes = registry.timer("flush");
  private final Histogram batchRecords = registry.histogram("batchRecords");
  private volatile long lastCommitMillis;
  private SparkEnv reportedBy;

  LedgerMetrics() {
    for (String outcome : Counts.NONE.byOutcome().keySet()) {
      records.put(outcome, registry.counter("records.outcome." + outcome));
    }
    registry.register("lastCommitTimestampMillis", (Gauge<Long>) () -> lastCommitMillis);
  }

  /** This process's, which Spark reports from now on. */
  static LedgerMetrics ofProcess() {
    OF_PROCESS.report(SparkEnv.get());
    return OF_PROCESS;
  }

  private synchronized void report(SparkEnv environment) {
    // There is none in a test without Spark, and another one for each application of a JVM.
    if (environment != null && environment != reportedBy) {
      environment.metricsSystem().registerSource(this);
      reportedBy = environment;
    }
  }

  @Override
  public String sourceName() {
    return "sluice";
  }

  @Override
  public MetricRegistry metricRegistry() {
    return registry;
  }

  @Override
  public void committed(Counts counts) {
    counts.byOutcome().forEach((outcome, count) -> records.get(outcome).inc(count));
    lastCommitMillis = System.currentTimeMillis();
  }

  @Override
  public void flushed(int batch, Duration took) {
    flushes.update(took);
    batchRecords.update(batch);
  }

  @Override
  public void retrying() {
    retries.inc();
  }
}
