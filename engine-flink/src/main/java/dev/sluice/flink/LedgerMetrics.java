// SPDX-License-Identifier: Apache-2.0
package dev.sluice.flink;

import dev.sluice.engine.ledger.Counts;
import dev.sluice.engine.write.WriteListener;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;

/**
 * What a subtask's writer did, in Flink's own metrics, so that the reporters of the cluster carry
 * it. Names are in {@code docs/metrics.md}. Written by the writer's thread, and read by any.
 */
final class LedgerMetrics implements WriteListener {

  /** Of how many of the last batches a histogram has the quantiles. */
  private static final int WINDOW = 1_000;

  private final Map<String, Counter> records = new HashMap<>();
  private final Counter sent;
  private final Counter retries;
  private final Histogram flushMillis;
  private final Histogram batchRecords;
  private volatile long lastCommitMillis;

  LedgerMetrics(SinkWriterMetricGroup operator) {
    MetricGroup group = operator.addGroup("sluice");
    for (String outcome : Counts.NONE.byOutcome().keySet()) {
      records.put(outcome, group.addGroup("outcome", outcome).counter("records"));
    }
    sent = operator.getNumRecordsSendCounter();
    retries = group.counter("retries");
    flushMillis = group.histogram("flushMillis", new DescriptiveStatisticsHistogram(WINDOW));
    batchRecords = group.histogram("batchRecords", new DescriptiveStatisticsHistogram(WINDOW));
    group.gauge("lastCommitTimestampMillis", (Gauge<Long>) () -> lastCommitMillis);
  }

  @Override
  public void committed(Counts counts) {
    counts.byOutcome().forEach((outcome, count) -> records.get(outcome).inc(count));
    sent.inc(counts.sum());
    lastCommitMillis = System.currentTimeMillis();
  }

  @Override
  public void flushed(int batch, Duration took) {
    flushMillis.update(TimeUnit.NANOSECONDS.toMillis(took.toNanos()));
    batchRecords.update(batch);
  }

  @Override
  public void retrying() {
    retries.inc();
  }
}
