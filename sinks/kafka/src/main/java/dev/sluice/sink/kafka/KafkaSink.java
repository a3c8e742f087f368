// SPDX-License-Identifier: Apache-2.0
package dev.sluice.sink.kafka;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.ledger.LedgerException;
import dev.sluice.engine.ledger.LedgerRow;
import dev.sluice.engine.ledger.Pipeline;
import dev.sluice.engine.plan.Deadline;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.sink.LedgerReader;
import dev.sluice.engine.sink.Sink;
import dev.sluice.engine.sink.SinkFault;
import dev.sluice.engine.sink.SinkState;
import dev.sluice.engine.sink.SinkWriter;
import dev.sluice.engine.sink.StartRetry;
import java.time.Duration;
import java.util.Optional;
import java.util.SortedMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;

/** Topics with the same start of their names: at the start, checks them and explains refusals. */
public final class KafkaSink implements Sink {

  private final KafkaSinkSettings settings;
  private final SinkClients clients;
  private final SinkTopics topics;
  private final LedgerTopic ledger;

  /** Whether the clients and the topics were found fit, which is checked once. */
  private volatile boolean isFit;

  /**
   * @param producers what opens the producers
   */
  public KafkaSink(EngineConfig config, ProducerSource producers) {
    this.settings = KafkaSinkSettings.of(config);
    Duration patience = RunPlan.patience(config);
    this.clients = new SinkClients(settings, patience, producers);
    this.topics = new SinkTopics(settings, patience);
    this.ledger = new LedgerTopic(settings.name(), config.kafka().topic(), patience);
  }

  @Override
  public String target() {
    return "topics " + settings.name();
  }

  @Override
  public String targetKey() {
    return KafkaSinkSettings.TOPIC.key();
  }

  @Override
  public SinkState state(Deadline until) {
    return start(this::read, until);
  }

  @Override
  public SinkState begin(Pipeline pipeline, SortedMap<Integer, Long> starts, Deadline until) {
    return start((admin, consumer) -> begin(admin, consumer, pipeline, starts), until);
  }

  /** What is done with clients that are opened for it. */
  @FunctionalInterface
  private interface Work<T> {
    T with(Admin admin, Consumer<byte[], byte[]> consumer) throws SinkFault;
  }

  private <T> T start(Work<T> work, Deadline until) {
    String servers = settings.kafka().bootstrapServers();
    return StartRetry.until(
        until,
        KafkaSinkSettings.BOOTSTRAP_SERVERS.key() + ": " + servers,
        () -> {
          try {
            return once(work);
          } catch (KafkaException e) {
            Optional<ConfigException> refusal = KafkaFaults.refusal(servers, e);
            if (refusal.isPresent()) {
              throw refusal.get();
            }
            throw KafkaFaults.atPort(e);
          }
        });
  }

  private <T> T once(Work<T> work) throws SinkFault {
    if (!isFit) {
      clients.check();
    }
    Admin admin = clients.admin();
    try (Consumer<byte[], byte[]> consumer = clients.consumer()) {
      if (!isFit) {
        topics.require(admin);
        isFit = true;
      }
      return work.with(admin, consumer);
    } finally {
      admin.close(Duration.ZERO);
    }
  }

  private SinkState read(Admin admin, Consumer<byte[], byte[]> consumer) {
    try {
      return ledger.state(admin, consumer);
    } catch (LedgerException notSluices) {
      throw new ConfigException(targetKey(), ledger.name() + ": " + notSluices.getMessage());
    }
  }

  private SinkState begin(
      Admin admin,
      Consumer<byte[], byte[]> consumer,
      Pipeline pipeline,
      SortedMap<Integer, Long> starts) {
    if (!starts.isEmpty()) {
      topics.requireLedgerPartitions(admin, starts.lastKey() + 1);
    }
    SinkState before;
    try (PartitionProducer producer =
        PartitionProducer.open(clients, TransactionIds.ofStart(settings.name()))) {
      // Now no other start can commit, and what one has committed is read.
      before = read(admin, consumer);
      if (before.pipeline().isEmpty()) {
        producer.begin();
        producer.send(ledger.record(pipeline));
        starts.forEach(
            (partition, start) -> producer.send(ledger.record(LedgerRow.start(partition, start))));
        producer.commit();
      }
    }
    if (before.pipeline().isPresent() && pipeline.isContinuedBy(before.pipeline().get())) {
      String runId = before.pipeline().get().runId();
      starts.forEach((partition, start) -> claim(consumer, runId, partition, start, before));
    }
    return read(admin, consumer);
  }

  /** Inserts a partition's row if there is none; as its writer, since one may be at work. */
  private void claim(
      Consumer<byte[], byte[]> consumer,
      String runId,
      int partition,
      long start,
      SinkState before) {
    if (before.ledger().containsKey(partition)) {
      return;
    }
    try (PartitionProducer producer =
        PartitionProducer.open(clients, TransactionIds.of(runId, partition))) {
      if (ledger.row(consumer, partition).isEmpty()) {
        producer.write(ledger.record(LedgerRow.start(partition, start)));
      }
    }
  }

  @Override
  public SinkWriter writer(RunPlan plan) {
    return new KafkaSinkWriter(plan, settings, clients, ledger, topics);
  }

  @Override
  public LedgerReader reader() {
    return new KafkaLedgerReader(clients, ledger);
  }
}
