// SPDX-License-Identifier: Apache-2.0
package dev.sluice.spark;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.spark.sql.connector.catalog.Column;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.streaming.MicroBatchStream;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.apache.spark.sql.connector.read.streaming.ReportsSourceMetrics;
import org.apache.spark.sql.connector.read.streaming.SupportsTriggerAvailableNow;
import org.apache.spark.sql.kafka010.KafkaBatchInputPartition;
import org.apache.spark.sql.kafka010.KafkaMicroBatchStream;
import org.apache.spark.sql.kafka010.KafkaSourceProvider;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * Spark's own Kafka source, with {@link BoundedTimestamps} as an interceptor of its consumers. The
 * source converts each record's timestamp to microseconds, even if a query does not use it, and
 * fails if the result does not fit 64 bits: one such record would stop the pipeline permanently
 * (R13). It refuses {@code kafka.interceptor.classes} as an option, since an interceptor may change
 * what is read; so the interceptor is added later, to the consumer properties of each task's range.
 */
public final class BoundedKafka implements TableProvider {

  /** The name for {@code format(...)}. */
  static final String FORMAT = BoundedKafka.class.getName();

  private final KafkaSourceProvider kafka = new KafkaSourceProvider();

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    return kafka.inferSchema(options);
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    return new Topic(kafka.getTable(new CaseInsensitiveStringMap(properties)));
  }

  private record Topic(KafkaSourceProvider.KafkaTable kafka) implements SupportsRead {

    @Override
    public String name() {
      return kafka.name();
    }

    @Override
    public Column[] columns() {
      return kafka.columns();
    }

    @Override
    public Set<TableCapability> capabilities() {
      return EnumSet.of(TableCapability.MICRO_BATCH_READ);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
      return () -> new TopicScan(kafka.newScanBuilder(options).build());
    }
  }

  private record TopicScan(Scan kafka) implements Scan {

    @Override
    public StructType readSchema() {
      return kafka.readSchema();
    }

    @Override
    public MicroBatchStream toMicroBatchStream(String checkpointLocation) {
      return new Stream((KafkaMicroBatchStream) kafka.toMicroBatchStream(checkpointLocation));
    }

    @Override
    public CustomMetric[] supportedCustomMetrics() {
      return kafka.supportedCustomMetrics();
    }

    @Override
    public ColumnarSupportMode columnarSupportMode() {
      return kafka.columnarSupportMode();
    }
  }

  /** The source's own stream, except for the ranges that it plans. */
  private record Stream(KafkaMicroBatchStream kafka)
      implements MicroBatchStream, SupportsTriggerAvailableNow, ReportsSourceMetrics {

    @Override
    public InputPartition[] planInputPartitions(Offset start, Offset end) {
      return Arrays.stream(kafka.planInputPartitions(start, end))
          .map(range -> bounded((KafkaBatchInputPartition) range))
          .toArray(InputPartition[]::new);
    }

    private static InputPartition bounded(KafkaBatchInputPartition range) {
      Map<String, Object> consumer = new HashMap<>(range.executorKafkaParams());
      consumer.put(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG, BoundedTimestamps.class.getName());
      return range.copy(
          range.offsetRange(),
          consumer,
          range.pollTimeoutMs(),
          range.failOnDataLoss(),
          range.includeHeaders());
    }

    @Override
    public PartitionReaderFactory createReaderFactory() {
      return kafka.createReaderFactory();
    }

    @Override
    public void prepareForTriggerAvailableNow() {
      kafka.prepareForTriggerAvailableNow();
    }

    @Override
    public ReadLimit getDefaultReadLimit() {
      return kafka.getDefaultReadLimit();
    }

    @Override
    public Offset initialOffset() {
      return kafka.initialOffset();
    }

    @Override
    public Offset latestOffset() {
      return kafka.latestOffset();
    }

    @Override
    public Offset latestOffset(Offset start, ReadLimit limit) {
      return kafka.latestOffset(start, limit);
    }

    @Override
    public Offset reportLatestOffset() {
      return kafka.reportLatestOffset();
    }

    @Override
    public Offset deserializeOffset(String json) {
      return kafka.deserializeOffset(json);
    }

    @Override
    public Map<String, String> metrics(Optional<Offset> latestConsumed) {
      return kafka.metrics(latestConsumed);
    }

    @Override
    public void commit(Offset end) {
      kafka.commit(end);
    }

    @Override
    public void stop() {
      kafka.stop();
    }

    @Override
    public String toString() {
      return kafka.toString();
    }
  }
}
