// SPDX-License-Identifier: Apache-2.0
package dev.sluice.flink;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.KafkaClient;
import dev.sluice.engine.config.KafkaPatience;
import dev.sluice.engine.decision.DecidedRecord;
import dev.sluice.engine.decision.Decider;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.flink.jdbc.JdbcMode;
import dev.sluice.flink.jdbc.JdbcSinks;
import dev.sluice.model.LogRecord;
import dev.sluice.model.Position;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The pipeline as a Flink job: source, decision and sink, chained at equal parallelism, so that a
 * partition's records reach one writer in offset order (R9).
 *
 * <p>A drain relies on {@link KafkaSource} to end a split when the consumer's <em>position</em>,
 * not the last record, reaches the end: transaction markers or an aborted transaction at the end
 * move only the position, and a poll that did only that returns at once. Older connectors compared
 * records and waited there indefinitely (FLINK-34470); a test checks the version in use.
 */
public final class FlinkJob {

  /** The mode whose sink is the ledger writer. */
  public static final String LEDGER_MODE = "flink";

  private static final String NEW_PARTITIONS_EVERY_MILLIS = "10000";

  private static final String POLL_RECORDS = "2000";

  /** The greatest {@code parallelism}: fixed, since saved state depends on it. */
  private static final int MAX_PARALLELISM = 1024;

  /**
   * Adds the pipeline of a plan to an environment, which then executes it here or on a cluster.
   *
   * @param parallelism the most subtasks of each operator
   */
  public static void build(StreamExecutionEnvironment env, RunPlan plan, int parallelism) {
    env.configure(settings(plan));
    // One without a partition would have nothing to do.
    env.setParallelism(Math.max(1, Math.min(parallelism, plan.starts().size())));
    env.setMaxParallelism(MAX_PARALLELISM);
    DataStream<DecidedRecord> decided =
        env.fromSource(source(plan), WatermarkStrategy.noWatermarks(), "kafka")
            // No operator takes the state of another run or mode.
            .uid(group(plan))
            .map(new Decide(plan))
            .returns(TaskLocalType.type(DecidedRecord.class))
            .name("decide")
            .uid("decide");
    if (isJdbc(plan)) {
      JdbcSinks.add(decided, plan);
    } else {
      decided.sinkTo(new LedgerSink(plan)).name("ledger").uid("ledger");
    }
  }

  /** The settings that the pipeline needs for correctness or speed, on any cluster. */
  private static Configuration settings(RunPlan plan) {
    Configuration settings = new Configuration();
    settings.set(PipelineOptions.NAME, "sluice-" + plan.runId());
    settings.set(PipelineOptions.OBJECT_REUSE, true);
    settings.set(PipelineOptions.GENERIC_TYPES, false);
    settings.set(
        CheckpointingOptions.CHECKPOINTING_INTERVAL,
        Duration.ofMillis(plan.config().commitIntervalMillis()));
    // Longer than the writer may retry to reach its database (R13).
    settings.set(
        CheckpointingOptions.CHECKPOINTING_TIMEOUT,
        Duration.ofMillis(plan.config().retryDeadlineMillis()).multipliedBy(2).plusMinutes(1));
    // A barrier must not overtake records: the flush that it causes must include them.
    settings.set(CheckpointingOptions.ENABLE_UNALIGNED, false);
    // Every sink flushes at its end of input: a drain need not wait for a further checkpoint.
    settings.set(
        CheckpointingOptions.ENABLE_CHECKPOINTS_AFTER_TASKS_FINISH, !plan.config().drain());
    return settings;
  }

  /** The name of the consumer group, and of the source in saved state. */
  private static String group(RunPlan plan) {
    return "sluice-" + plan.config().engine() + "-" + plan.runId();
  }

  private static PlannedSource source(RunPlan plan) {
    KafkaSourceBuilder<LogRecord> source =
        KafkaSource.<LogRecord>builder()
            .setProperties(clientProperties(plan.config()))
            .setBootstrapServers(plan.config().kafka().bootstrapServers())
            .setGroupId(group(plan))
            .setTopics(plan.topic())
            .setStartingOffsets(
                isJdbc(plan)
                    ? PlannedOffsets.committedElse(plan.starts())
                    : PlannedOffsets.exactly(plan.starts()))
            .setDeserializer(new PlannedRecords(plan));
    if (plan.config().drain()) {
      source.setBounded(PlannedOffsets.exactly(plan.ends()));
    } else {
      source.setProperty(
          KafkaSourceOptions.PARTITION_DISCOVERY_INTERVAL_MS.key(), NEW_PARTITIONS_EVERY_MILLIS);
    }
    return new PlannedSource(source.build(), plan, !isJdbc(plan));
  }

  /** A client as the source creates it. */
  static KafkaClient client(KafkaClient.Kind kind, EngineConfig config) {
    Map<String, Object> properties = new HashMap<>();
    clientProperties(config).forEach((name, value) -> properties.put((String) name, value));
    properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, config.kafka().bootstrapServers());
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, "sluice-check");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    return new KafkaClient(kind, properties);
  }

  private static Properties clientProperties(EngineConfig config) {
    Properties properties = new Properties();
    // The reader passes on one poll at a time and buffers few of them. They must suffice to fill a
    // batch while the one before is being written.
    properties.setProperty(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS);
    properties.putAll(KafkaPatience.properties(config));
    properties.setProperty(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    // Only the JDBC mode resumes from them; otherwise they only show the group's lag to monitoring.
    properties.setProperty(
        KafkaSourceOptions.COMMIT_OFFSETS_ON_CHECKPOINT.key(),
        String.valueOf(JdbcMode.isOf(config) || !config.drain()));
    properties.setProperty(KafkaSourceOptions.REGISTER_KAFKA_CONSUMER_METRICS.key(), "false");
    return properties;
  }

  private static boolean isJdbc(RunPlan plan) {
    return JdbcMode.isOf(plan.config());
  }

  private FlinkJob() {}

  /** Keeps the parts of a record that a decision may depend on, unchanged. */
  private static final class PlannedRecords implements KafkaRecordDeserializationSchema<LogRecord> {

    private static final long serialVersionUID = 1L;

    private final RunPlan plan;

    PlannedRecords(RunPlan plan) {
      this.plan = plan;
    }

    @Override
    public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<LogRecord> out) {
      if (plan.contains(record.partition(), record.offset())) {
        out.collect(
            new LogRecord(
                new Position(record.partition(), record.offset()),
                record.timestamp(),
                record.value()));
      }
    }

    @Override
    public TypeInformation<LogRecord> getProducedType() {
      return TaskLocalType.type(LogRecord.class);
    }
  }

  private static final class Decide extends RichMapFunction<LogRecord, DecidedRecord> {

    private static final long serialVersionUID = 1L;

    private final RunPlan plan;
    private transient Decider decider;

    Decide(RunPlan plan) {
      this.plan = plan;
    }

    @Override
    public void open(OpenContext context) {
      decider = Decider.of(plan.config().decision());
    }

    @Override
    public DecidedRecord map(LogRecord record) {
      return decider.decide(record);
    }
  }
}
