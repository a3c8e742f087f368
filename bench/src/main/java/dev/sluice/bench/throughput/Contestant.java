package dev.sluice.bench.throughput;

import dev.sluice.bench.baseline.Baseline;
import dev.sluice.lab.compare.ComparedTable;
import dev.sluice.lab.engine.EngineCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Who drains the topic.
 *
 * @param kind what it stands for in the table
 * @param entry how it is started
 */
public record Contestant(Kind kind, EngineCatalog.Entry entry) {

  /** The baseline that all rates are told against. */
  public static final String BASE = Baseline.NULL_X2.mode();

  /**
   * What these show, one input shows: to L0 all are the same, and L3 stands beside L3x2 for what a
   * second thread brings. It saves some eight minutes of a full bench.
   */
  private static final Set<String> ONE_INPUT = Set.of(Baseline.POLL.mode(), Baseline.NULL.mode());

  private static final Set<String> READS_ONLY =
      Set.of(Baseline.POLL.mode(), Baseline.DECIDE.mode());

  /** What a contestant stands for. */
  public enum Kind {
    BASELINE,
    ENGINE,
    PEER
  }

  /** All of a plan, baselines first. */
  static List<Contestant> of(BenchPlan plan) {
    EngineCatalog catalog = EngineCatalog.under(EngineCatalog.home());
    List<Contestant> all = new ArrayList<>();
    add(all, Kind.BASELINE, Baseline.entries());
    add(all, Kind.ENGINE, catalog.entries(plan.engines()));
    add(all, Kind.PEER, catalog.entries(plan.peers()));
    return all;
  }

  /** Sluice's engines, or others that keep all tables, behind the baseline that is told against. */
  public static List<Contestant> behindTheBase(List<String> engines) {
    EngineCatalog catalog = EngineCatalog.under(EngineCatalog.home());
    List<Contestant> all = new ArrayList<>();
    add(all, Kind.BASELINE, List.of(Baseline.NULL_X2.entry()));
    add(all, Kind.ENGINE, catalog.entries(engines));
    return all;
  }

  private static void add(List<Contestant> all, Kind kind, List<EngineCatalog.Entry> entries) {
    entries.forEach(entry -> all.add(new Contestant(kind, entry)));
  }

  /** The name of its mode. */
  public String name() {
    return entry.mode().name();
  }

  /** Whether it is to drain an input of a plan. */
  boolean drains(Selection input, BenchPlan plan) {
    return input == plan.inputs().get(0) || !ONE_INPUT.contains(name());
  }

  /** Whether it writes no table, and is held against the oracle's counts. */
  boolean readsOnly() {
    return READS_ONLY.contains(name());
  }

  /** The tables that it is held against the oracle's by. */
  Set<ComparedTable> tables() {
    if (kind == Kind.ENGINE || (kind == Kind.BASELINE && name().startsWith("baseline-null"))) {
      return ComparedTable.keptBy(entry.mode());
    }
    return readsOnly() ? Set.of() : Set.of(ComparedTable.PROCESSED_EVENTS);
  }
}
