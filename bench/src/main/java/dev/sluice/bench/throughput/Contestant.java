package dev.sluice.bench.throughput;

import dev.sluice.lab.compare.Table;
import dev.sluice.lab.engine.EngineCatalog;
import java.nio.file.Path;
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

  /** The floor that all rates are told against. */
  public static final String BASE = "floor-null-x2";

  private static final String FLOORS = "bench/floors";
  private static final Set<String> READS_ONLY = Set.of("floor-poll", "floor-decide");

  /** What a contestant stands for. */
  public enum Kind {
    FLOOR,
    ENGINE,
    PEER
  }

  /** All of a plan, floors first. */
  static List<Contestant> of(BenchPlan plan) {
    EngineCatalog catalog = EngineCatalog.under(EngineCatalog.home());
    List<Contestant> all = new ArrayList<>();
    add(all, Kind.FLOOR, catalog, List.of(floors()));
    add(all, Kind.ENGINE, catalog, plan.engines());
    add(all, Kind.PEER, catalog, plan.peers());
    return all;
  }

  /** Sluice's engines, or others that keep all tables, behind the floor that is told against. */
  public static List<Contestant> behindTheBase(List<String> engines) {
    EngineCatalog catalog = EngineCatalog.under(EngineCatalog.home());
    List<Contestant> all = new ArrayList<>();
    add(all, Kind.FLOOR, catalog, List.of(floors()));
    all.removeIf(floor -> !floor.name().equals(BASE));
    add(all, Kind.ENGINE, catalog, engines);
    return all;
  }

  private static String floors() {
    return EngineCatalog.home().resolve(Path.of(FLOORS)).toString();
  }

  private static void add(
      List<Contestant> all, Kind kind, EngineCatalog catalog, List<String> texts) {
    catalog.entries(texts).forEach(entry -> all.add(new Contestant(kind, entry)));
  }

  /** The name of its mode. */
  public String name() {
    return entry.mode().name();
  }

  /** Whether it writes no table, and is held against the oracle's counts. */
  boolean readsOnly() {
    return READS_ONLY.contains(name());
  }

  /** The tables that it is held against the oracle's by. */
  Set<Table> tables() {
    if (kind == Kind.ENGINE || (kind == Kind.FLOOR && name().startsWith("floor-null"))) {
      return Table.keptBy(entry.mode());
    }
    return readsOnly() ? Set.of() : Set.of(Table.PROCESSED_EVENTS);
  }
}
