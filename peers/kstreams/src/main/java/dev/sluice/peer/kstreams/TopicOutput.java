// SPDX-License-Identifier: Apache-2.0
package dev.sluice.peer.kstreams;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.peer.EventProducers;
import dev.sluice.peer.EventRecords;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;

/** Writes to the topic of events, exactly once: rows and offsets are one transaction. */
record TopicOutput(RunPlan plan) implements Output {

  /**
   * The part of the names of modes with the configuration's commit interval, 1 s by default. The
   * others keep Kafka Streams' own for this guarantee, 100 ms.
   */
  private static final String CONFIGURED = "-1s";

  /** Refuses a cluster that is not the source's, since Kafka Streams has one only. */
  static void check(EngineConfig config) {
    String servers = EventProducers.servers(config);
    if (!servers.equals(config.kafka().bootstrapServers())) {
      throw new ConfigException(
          "sink.kafka.bootstrap.servers",
          "%s is not supported by %s, which writes to the source's cluster only; leave it out"
              .formatted(servers, config.engine()));
    }
  }

  @Override
  public void end(KStream<byte[], byte[]> records) {
    records
        .process(() -> new ForwardingProcessor(plan), Named.as("decide"))
        .to(
            new EventRecords(plan).topic(),
            Produced.with(Serdes.ByteArray(), Serdes.ByteArray()).withName("events"));
  }

  @Override
  public void configure(Properties properties) {
    EventProducers.properties(plan.config())
        .forEach((name, value) -> properties.put(StreamsConfig.producerPrefix(name), value));
    properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    if (!plan.config().engine().contains(CONFIGURED)) {
      properties.remove(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG);
    }
  }
}
