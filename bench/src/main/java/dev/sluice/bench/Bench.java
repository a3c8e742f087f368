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
 * What every section of a bench works with.
 *
 * @param run what must not outlive the bench lies there
 * @param source of the servers; starts them when it is asked for the first time
 * @param progress told what is measured
 * @param folder of the results; each section keeps its own file there, and goes on from it
 * @param quick whether a small version is wanted
 * @param engines modes of Sluice's engines, or folders of others that keep all tables
 * @param seed of whatever is drawn
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

  /** The same with servers that run already. */
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
   * The broker and the database, shared by all sections, one after the other. A section asks for
   * them when it has something to measure.
   */
  public EmbeddedServers servers() {
    return source.get();
  }

  /** The engines, behind some baselines. */
  public List<EngineCatalog.Entry> behind(Baseline... baselines) {
    return Stream.concat(
            Stream.of(baselines).map(Baseline::entry),
            EngineCatalog.under(EngineCatalog.home()).entries(engines).stream())
        .toList();
  }
}
