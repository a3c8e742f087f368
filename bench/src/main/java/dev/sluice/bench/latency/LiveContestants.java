package dev.sluice.bench.latency;

import dev.sluice.bench.Bench;
import dev.sluice.lab.engine.EngineCatalog;
import java.util.List;
import java.util.stream.Stream;

/** Who can run for ever: the engines of a bench, and of its floors the null pipelines. */
public final class LiveContestants {

  /** L3: the null pipeline on one thread. */
  public static final String NULL = "floor-null";

  /** L3x2: the same on two threads. */
  public static final String NULL_X2 = "floor-null-x2";

  private static final String FLOORS = "bench/floors";

  /**
   * The engines, behind some floors.
   *
   * @param floors by name
   */
  public static List<EngineCatalog.Entry> of(Bench bench, List<String> floors) {
    EngineCatalog catalog = EngineCatalog.under(EngineCatalog.home());
    return Stream.concat(
            catalog.entries(EngineCatalog.home().resolve(FLOORS).toString()).stream()
                .filter(entry -> floors.contains(entry.mode().name())),
            catalog.entries(bench.engines()).stream())
        .toList();
  }

  private LiveContestants() {}
}
