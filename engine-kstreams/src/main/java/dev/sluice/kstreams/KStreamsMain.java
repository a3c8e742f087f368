// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kstreams;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.KafkaClient;
import dev.sluice.engine.life.Engine;
import dev.sluice.engine.life.EngineMain;
import dev.sluice.engine.life.EngineRun;
import dev.sluice.engine.plan.RunPlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.utils.internals.AppInfoParser;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;

/** Runs Kafka Streams as a child process, embedded in this JVM. */
public final class KStreamsMain implements Engine {

  /** The name of clients that are only created as a test. */
  private static final String CHECKED = "sluice-check";

  public static void main(String[] args) {
    EngineMain.run("kstreams", AppInfoParser.getVersion(), new KStreamsMain(), args);
  }

  @Override
  public Set<String> kafkaPropertyNames() {
    return StreamsConfig.configDef().names();
  }

  /** The clients as Kafka Streams creates them, with its defaults and prefixes. */
  @Override
  public List<KafkaClient> kafkaClients(EngineConfig config) {
    StreamsConfig streams = new StreamsConfig(properties(config, CHECKED));
    Map<String, Object> main = streams.getMainConsumerConfigs(CHECKED, CHECKED, 0);
    // Kafka Streams' own class, which cannot be created outside of a stream thread.
    main.remove(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG);
    return List.of(
        new KafkaClient(KafkaClient.Kind.ADMIN, streams.getAdminConfigs(CHECKED)),
        new KafkaClient(KafkaClient.Kind.PRODUCER, streams.getProducerConfigs(CHECKED)),
        new KafkaClient(KafkaClient.Kind.CONSUMER, main),
        new KafkaClient(KafkaClient.Kind.CONSUMER, streams.getRestoreConsumerConfigs(CHECKED)));
  }

  @Override
  public void run(EngineRun run) throws Exception {
    RunPlan plan = run.plan();
    CountDownLatch ended = new CountDownLatch(1);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Drain drain = new Drain(plan, run::running, ended::countDown);
    if (drain.isDone()) {
      run.running();
      return;
    }
    GroupOffsets.follow(plan, applicationId(plan));
    try (StreamThreadWriters writers = new StreamThreadWriters(plan)) {
      KafkaStreams streams =
          new KafkaStreams(
              PipelineTopology.of(plan, writers, drain),
              new StreamsConfig(properties(plan.config(), applicationId(plan))),
              new FlushBeforeCommit(plan, writers, drain));
      // No replacement threads: only the writer retries, within its one deadline (R13).
      streams.setUncaughtExceptionHandler(
          error -> {
            failure.compareAndSet(null, error);
            ended.countDown();
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
          });
      streams.setStateListener(
          (now, before) -> {
            if (now == KafkaStreams.State.RUNNING) {
              run.running();
            }
          });
      run.onStop(ended::countDown);
      streams.start();
      OtherInstances others =
          OtherInstances.watch(
              plan,
              drain,
              e -> {
                failure.compareAndSet(null, e);
                ended.countDown();
              });
      ended.await();
      others.close();
      boolean closed = streams.close(Duration.ofMillis(plan.config().stopTimeoutMillis()));
      if (failure.get() != null) {
        throw new IllegalStateException("a stream thread failed", failure.get());
      }
      if (!closed) {
        throw new IllegalStateException("the stream threads did not end within the stop timeout");
      }
    }
  }

  /** The group's name; a new run id is a new group, which follows that run's ledger (R10). */
  static String applicationId(RunPlan plan) {
    return "sluice-" + plan.runId();
  }

  static Properties properties(EngineConfig config, String applicationId) {
    Properties properties = new Properties();
    // By default it would take minutes to find a new partition.
    properties.put(StreamsConfig.METADATA_MAX_AGE_CONFIG, 10_000);
    properties.putAll(config.kafka().properties());
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, config.kafka().bootstrapServers());
    properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.parallelism());
    properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, config.commitIntervalMillis());
    properties.put(
        StreamsConfig.STATE_DIR_CONFIG, Path.of(config.stateDir(), "kstreams").toString());
    // A buffer smaller than a poll would make partitions pause and be fetched again all the time.
    properties.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, config.batch().records());
    consumer(properties, ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    consumer(properties, ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    consumer(properties, ConsumerConfig.MAX_POLL_RECORDS_CONFIG, config.batch().records());
    // The writer may retry for its whole deadline inside one poll interval.
    consumer(
        properties,
        ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
        (int) Math.min(Integer.MAX_VALUE, Math.max(300_000, 2 * config.retryDeadlineMillis())));
    // The shortest that a broker allows by default: a killed instance keeps its partitions this
    // long.
    consumer(properties, ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
    consumer(properties, ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 1_500);
    return properties;
  }

  private static void consumer(Properties properties, String key, Object value) {
    properties.put(StreamsConfig.MAIN_CONSUMER_PREFIX + key, value);
  }
}
