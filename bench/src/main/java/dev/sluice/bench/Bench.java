// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench;

import dev.sluice.bench.baseline.Baseline;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.input.TopicLoader;
import dev.sluice.lab.input.traffic.TrafficGenerator;
import dev.sluice.lab.input.traffic.TrafficProfile;
import dev.sluice.lab.run.ArchiveDrains;
import dev.sluice.lab.run.DecisionSource;
import dev.sluice.lab.run.Progress;
import dev.sluice.lab.server.EmbeddedServers;
import dev.sluice.lab.server.RunDirectory;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The context that every section of a bench works with.
 *
 * @param run holds what must not outlive the bench
 * @param source of the servers; starts them on first use
 * @param progress receives what is being measured
 * @param folder of the results; each section keeps a file there, and resumes from it
 * @param quick whether to run the small version
 * @param engines modes of Sluice's engines, or folders of others that keep all tables
 * @param seed of everything that is random
 */
public record Bench(
    RunDirectory run,
    Supplier<EmbeddedServers> source,
    Progress progress,
    Path folder,
    boolean quick,
    List<String> engines,
    long seed) {

  /** Enough for a start, some batches and the end. */
  private static final long ARCHIVED_EVENTS = 20_000;

  private static final int PARTITIONS = 4;
  private static final int PARALLELISM = 2;

  /** How long one such drain may take. */
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  public Bench {
    engines = List.copyOf(engines);
  }

  /** The same, with servers that are already running. */
  public Bench(
      RunDirectory run,
      EmbeddedServers servers,
      Progress progress,
      Path folder,
      boolean quick,
      List<String> engines,
      long seed) {
    this(run, () -> servers, progress, folder, quick, engines, seed);
  }

  /**
   * The broker and the database, which the sections use one after the other. A section gets them
   * only when it has something to measure.
   */
  public EmbeddedServers servers() {
    return source.get();
  }

  /**
   * Makes the archives of classes that contestants lack, so that no measured start differs from the
   * next ones by that. Each drains a small topic, which is not measured.
   *
   * @param entries those that are about to be measured. Of an engine's modes the last one is used,
   *     which of the baselines is the one that loads the most classes
   * @param profile traffic that all of them can store
   */
  public void makeArchives(List<EngineCatalog.Entry> entries, TrafficProfile profile)
      throws SQLException, InterruptedException {
    List<EngineCatalog.Entry> lastFirst = new ArrayList<>(entries);
    Collections.reverse(lastFirst);
    List<EngineCatalog.Entry> lacking = ArchiveDrains.lacking(lastFirst);
    if (lacking.isEmpty()) {
      return;
    }
    String topic = servers().prefix() + "bench-archives";
    TopicLoader topics = new TopicLoader(servers().kafkaClient());
    topics.load(topic, TrafficGenerator.of(seed, ARCHIVED_EVENTS, PARTITIONS, profile), sent -> {});
    new ArchiveDrains(run, servers(), progress)
        .run(lacking, topic, DecisionSource.defaults().decision(), PARALLELISM, PATIENCE);
    topics.delete(topic);
  }

  /** Some baselines, followed by the engines. */
  public List<EngineCatalog.Entry> behind(Baseline... baselines) {
    return Stream.concat(
            Stream.of(baselines).map(Baseline::entry),
            EngineCatalog.under(EngineCatalog.home()).entries(engines).stream())
        .toList();
  }
}
