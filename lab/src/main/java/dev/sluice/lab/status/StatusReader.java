// SPDX-License-Identifier: Apache-2.0
package dev.sluice.lab.status;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.ledger.LedgerException;
import dev.sluice.engine.ledger.LedgerRow;
import dev.sluice.engine.ledger.Pipeline;
import dev.sluice.engine.log.KafkaTopicLog;
import dev.sluice.engine.log.LogProbe;
import dev.sluice.engine.log.TopicState;
import dev.sluice.engine.plan.Deadline;
import dev.sluice.engine.plan.StartException;
import dev.sluice.engine.sink.LastCommit;
import dev.sluice.engine.sink.LedgerReader;
import dev.sluice.engine.sink.Sink;
import dev.sluice.engine.sink.SinkFault;
import dev.sluice.engine.sink.SinkState;
import dev.sluice.engine.sink.SinkType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks at a pipeline's topic and at its sink's ledger, through their ports only. Opens its
 * connections for each look, and keeps none. Used by one thread.
 */
public final class StatusReader implements AutoCloseable {

  /** A driver that waits for a frozen server gives up later than this, so it is left behind. */
  private static final Duration MOST = PipelinePlace.PATIENCE.plusSeconds(3);

  /** How many partitions are probed at once: each probe mostly waits. */
  private static final int PROBES = 8;

  private final PipelinePlace place;
  private final EngineConfig.Kafka kafka;
  private final Sink sink;
  private final LogProbe probe;
  private final LedgerWatch watch = new LedgerWatch();
  private final ExecutorService threads =
      Executors.newFixedThreadPool(PROBES, StatusReader::daemon);

  private StatusReader(PipelinePlace place) {
    this.place = place;
    this.kafka = place.config().kafka();
    this.sink = SinkType.of(place.config());
    this.probe = LogProbe.of(kafka, PipelinePlace.PATIENCE);
  }

  /** Opens a reader; connects to nothing yet. */
  public static StatusReader of(PipelinePlace place) {
    return new StatusReader(place);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "status");
    thread.setDaemon(true);
    return thread;
  }

  /**
   * Looks once. The looks of one reader together also show rates.
   *
   * @throws ConfigException if there is no such topic, no pipeline in the sink, or one of another
   *     topic
   * @throws StartException if a server does not answer within some seconds
   */
  public Status look() {
    TopicState topic =
        new KafkaTopicLog().state(kafka, Optional.empty(), Deadline.in(PipelinePlace.PATIENCE));
    // After the ends: so if nothing is left below them, all that the topic had then is written.
    SinkState state =
        answer(
            place.sinkServer(),
            threads.submit(() -> sink.state(Deadline.in(PipelinePlace.PATIENCE))));
    Instant at = Instant.now();
    Pipeline pipeline = own(state, topic);
    watch.look(pipeline.runId(), state.ledger(), System.nanoTime());
    return new Status(at, place, pipeline, lastCommit(state), partitions(topic, state));
  }

  private Pipeline own(SinkState state, TopicState topic) {
    Pipeline pipeline =
        state
            .pipeline()
            .orElseThrow(
                () ->
                    new ConfigException(
                        sink.targetKey(),
                        "no pipeline has been started in " + sink.target() + " yet"));
    if (!pipeline.topic().equals(kafka.topic())) {
      throw foreign("kafka.topic", "the topic " + pipeline.topic() + ", not of " + kafka.topic());
    }
    if (!pipeline.kafkaClusterId().equals(topic.clusterId())) {
      throw foreign(
          "kafka.bootstrap.servers",
          "a topic in the cluster "
              + pipeline.kafkaClusterId()
              + ", but "
              + kafka.bootstrapServers()
              + " is "
              + topic.clusterId());
    }
    if (!pipeline.topicId().equals(topic.topicId())) {
      throw foreign(
          "kafka.topic",
          "an earlier topic "
              + kafka.topic()
              + ", with the id "
              + pipeline.topicId()
              + "; it was created again, with the id "
              + topic.topicId());
    }
    return pipeline;
  }

  private ConfigException foreign(String key, String owner) {
    return new ConfigException(key, "the ledger in " + sink.target() + " is of " + owner);
  }

  /** Null if no row has moved. */
  private CommitAge lastCommit(SinkState state) {
    if (state.ledger().values().stream().noneMatch(LedgerRow::hasMoved)) {
      return null;
    }
    LastCommit kept;
    try {
      kept = answer(place.sinkServer(), threads.submit(this::kept));
    } catch (StartException e) {
      kept = LastCommit.unknown(e.getMessage());
    }
    return kept.age() == null ? watch.lastMove(kept.unknown()) : CommitAge.exactly(kept.age());
  }

  private LastCommit kept() throws SinkFault {
    try (LedgerReader reader = sink.reader()) {
      return reader.lastCommit();
    }
  }

  private List<PartitionStatus> partitions(TopicState topic, SinkState state) {
    SortedMap<Integer, Future<Long>> lags = new TreeMap<>();
    topic
        .lastStable()
        .forEach(
            (partition, end) -> {
              LedgerRow row = state.ledger().get(partition);
              // What is gone cannot be read any more.
              long from = Math.max(row == null ? 0 : row.next(), topic.earliest().get(partition));
              lags.put(partition, threads.submit(lag(partition, from, end)));
            });
    List<PartitionStatus> partitions = new ArrayList<>();
    lags.forEach(
        (partition, lag) -> {
          LedgerRow row = state.ledger().get(partition);
          long end = topic.lastStable().get(partition);
          partitions.add(
              new PartitionStatus(
                  partition,
                  row,
                  topic.earliest().get(partition),
                  row == null ? end : Math.max(end, row.next()),
                  answer("kafka.bootstrap.servers: " + kafka.bootstrapServers(), lag),
                  watch.rate(partition)));
        });
    return partitions;
  }

  /** The last record may be followed by transaction markers, so the log is queried for another. */
  private Callable<Long> lag(int partition, long from, long end) {
    return () -> {
      OptionalLong first =
          from < end ? probe.firstOffsetFrom(partition, from) : OptionalLong.empty();
      return first.isPresent() ? Math.max(0, end - first.getAsLong()) : 0;
    };
  }

  /** What a thread returns, within a time that a person waits. */
  private static <T> T answer(String server, Future<T> work) {
    try {
      return work.get(MOST.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      work.cancel(true);
      throw new StartException(server + ": no answer within " + MOST.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartException("interrupted while waiting for " + server, e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof LedgerException unreadable) {
        throw new ConfigException("kafka.topic", unreadable.getMessage());
      }
      if (cause instanceof RuntimeException known) {
        throw known;
      }
      throw new StartException(server + ": " + cause.getMessage(), cause);
    }
  }

  /** Leaves behind what still waits for a server. */
  @Override
  public void close() {
    threads.shutdownNow();
  }
}
