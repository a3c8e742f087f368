// SPDX-License-Identifier: Apache-2.0
package dev.sluice.peer.kstreams;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.life.EngineMain;
import dev.sluice.engine.life.EngineRun;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.peer.Backlog;
import dev.sluice.peer.Peer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.internals.AppInfoParser;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.kstream.Consumed;

/** The child process: Kafka Streams embedded in this JVM. */
public final class KStreamsPeer implements Peer {

  private static final long LOOK_MILLIS = 50;
  private static final Class<?> BYTES = Serdes.ByteArraySerde.class;

  public static void main(String[] args) {
    EngineMain.run("peer-kstreams", AppInfoParser.getVersion(), new KStreamsPeer(), args);
  }

  @Override
  public void check(EngineConfig config) {
    Peer.super.check(config);
    if (Peer.writesTopics(config)) {
      TopicOutput.check(config);
    }
  }

  @Override
  public void run(EngineRun run) throws Exception {
    RunPlan plan = run.plan();
    CountDownLatch ended = new CountDownLatch(1);
    AtomicReference<Throwable> failure = new AtomicReference<>();
    run.onStop(ended::countDown);
    try (Output output = Output.of(plan);
        Backlog backlog = new Backlog(plan, applicationId(plan));
        KafkaStreams streams = streams(plan, output)) {
      streams.setUncaughtExceptionHandler(
          error -> {
            failure.compareAndSet(null, error);
            ended.countDown();
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
          });
      streams.start();
      run.running();
      while (!ended.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        // Everything that is committed was written before.
        if (plan.config().drain() && backlog.isDone(backlog.committed())) {
          break;
        }
      }
      boolean closed = streams.close(Duration.ofMillis(plan.config().stopTimeoutMillis()));
      if (failure.get() != null) {
        throw new IllegalStateException("a stream thread failed", failure.get());
      }
      if (!closed) {
        throw new IllegalStateException("the stream threads did not end within the stop timeout");
      }
    }
  }

  private static KafkaStreams streams(RunPlan plan, Output output) {
    StreamsBuilder builder = new StreamsBuilder();
    output.end(
        builder.stream(
            plan.topic(),
            // Kafka Streams would drop a record with a negative timestamp before any processor.
            Consumed.<byte[], byte[]>with(
                    (record, partitionTime) -> Math.max(0, record.timestamp()))
                .withName("topic")));
    Properties properties = properties(plan);
    output.configure(properties);
    return new KafkaStreams(builder.build(), properties, output.clients());
  }

  private static String applicationId(RunPlan plan) {
    return Peer.group(plan.config(), plan.runId());
  }

  private static Properties properties(RunPlan plan) {
    EngineConfig config = plan.config();
    Properties properties = new Properties();
    properties.putAll(config.kafka().properties());
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId(plan));
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, config.kafka().bootstrapServers());
    properties.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, BYTES);
    properties.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, BYTES);
    properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, config.parallelism());
    properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, config.commitIntervalMillis());
    properties.put(
        StreamsConfig.STATE_DIR_CONFIG, Path.of(config.stateDir(), "kstreams").toString());
    properties.put(
        StreamsConfig.consumerPrefix(ConsumerConfig.ISOLATION_LEVEL_CONFIG), "read_committed");
    return properties;
  }

  private KStreamsPeer() {}
}
