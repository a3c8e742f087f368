// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench;

import dev.sluice.bench.baseline.Baseline;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.run.Progress;
import dev.sluice.lab.server.EmbeddedServers;
import dev.sluice.lab.server.RunDirectory;
import java.nio.file.Path;
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

  /** Some baselines, followed by the engines. */
  public List<EngineCatalog.Entry> behind(Baseline... baselines) {
    return Stream.concat(
            Stream.of(baselines).map(Baseline::entry),
            EngineCatalog.under(EngineCatalog.home()).entries(engines).stream())
        .toList();
  }
}
