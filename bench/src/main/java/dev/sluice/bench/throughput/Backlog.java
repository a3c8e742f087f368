// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.throughput;

import dev.sluice.bench.Bench;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.lab.input.Input;
import dev.sluice.lab.input.TopicLoader;
import dev.sluice.lab.run.EngineSetup;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;

/** A topic that a section creates to have it drained, with the oracle's expectation. */
public final class Backlog {

  private final Bench bench;
  private final String topic;
  private final long events;

  /**
   * A backlog whose topic need not exist yet.
   *
   * @param name of the topic, without the servers' prefix
   * @param events how many it will hold
   */
  public Backlog(Bench bench, String name, long events) {
    this.bench = bench;
    this.topic = bench.servers().prefix() + name;
    this.events = events;
  }

  /** The topic's name. */
  public String topic() {
    return topic;
  }

  /** Creates and fills the topic. */
  public void load(Input traffic) throws InterruptedException {
    loader().load(topic, traffic, sent -> bench.progress().at("input", sent, events));
    bench.progress().done("input", String.format(Locale.ROOT, "%,d records", events));
  }

  /** The tables and counts that a drain must leave. */
  public Expected expected(EngineConfig.Decision decision) throws SQLException, IOException {
    return expected(decision, null);
  }

  /**
   * The same, with the rows of events.
   *
   * @param rows the file they are written to, or null
   */
  Expected expected(EngineConfig.Decision decision, Path rows) throws SQLException, IOException {
    bench.progress().at("oracle", 0, events);
    EngineConfig.Kafka kafka =
        new EngineConfig.Kafka(
            bench.servers().bootstrapServers(), topic, bench.servers().kafkaProperties());
    return Expected.of(bench.servers(), kafka, decision, rows);
  }

  /**
   * Has a contestant drain the topic once, into an empty sink.
   *
   * @param parallelism threads, slots or cores of the contestant
   * @param watch receives its process
   */
  public DrainTrial.Drained drain(
      Contestant contestant,
      EngineConfig.Decision decision,
      int parallelism,
      Expected expected,
      DrainWatch watch)
      throws SQLException, IOException, InterruptedException {
    bench.progress().at(contestant.name(), 0, events);
    EngineSetup setup =
        contestant
            .sink()
            .into(
                EngineSetup.draining(
                    bench.run(), bench.servers(), contestant.entry(), topic, decision, parallelism),
                bench.run(),
                bench.servers());
    return new DrainTrial(bench.run(), bench.servers(), contestant, setup, expected)
        .run(
            status ->
                status.records().ifPresent(n -> bench.progress().at(contestant.name(), n, events)),
            watch);
  }

  /** Deletes the topic: the next one needs the disk space. */
  public void delete() throws InterruptedException {
    loader().delete(topic);
  }

  private TopicLoader loader() {
    return new TopicLoader(bench.servers().kafkaClient());
  }
}
