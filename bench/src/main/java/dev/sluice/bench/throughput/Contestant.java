// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.throughput;

import dev.sluice.bench.baseline.Baseline;
import dev.sluice.lab.compare.ComparedTable;
import dev.sluice.lab.engine.Capability;
import dev.sluice.lab.engine.EngineCatalog;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A baseline, an engine or a peer that drains the topic.
 *
 * @param kind which of the three it is
 * @param entry how it is started
 */
public record Contestant(Kind kind, EngineCatalog.Entry entry) {

  /** The baseline to which all rates are compared. */
  public static final String BASE = Baseline.NULL_X2.mode();

  /**
   * The modes that drain only the first input that is not mapped: for L0 all inputs are the same,
   * and L3 is there to show, next to L3x2, what a second thread brings. This saves some eight
   * minutes of a full bench.
   */
  private static final Set<String> ONE_INPUT = Set.of(Baseline.POLL.mode(), Baseline.NULL.mode());

  /**
   * The baselines that drain mapped events: decide them, or decide and write them. The others do
   * the same for both shapes.
   */
  private static final Set<String> DECIDES = Set.of(Baseline.DECIDE.mode(), BASE);

  private static final Set<String> READS_ONLY =
      Set.of(Baseline.POLL.mode(), Baseline.DECIDE.mode());

  /** The kinds of contestants. */
  public enum Kind {
    BASELINE,
    ENGINE,
    PEER
  }

  /** All contestants of a plan, baselines first. */
  static List<Contestant> of(BenchPlan plan) {
    EngineCatalog catalog = EngineCatalog.under(EngineCatalog.home());
    List<Contestant> all = new ArrayList<>();
    add(all, Kind.BASELINE, Baseline.entries());
    add(all, Kind.ENGINE, catalog.entries(plan.engines()));
    add(all, Kind.PEER, catalog.entries(plan.peers()));
    return all;
  }

  /** The baseline for comparison, followed by Sluice's engines, or others that keep all tables. */
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

  /** Whether it drains an input of a plan. */
  boolean drains(Selection input, BenchPlan plan) {
    if (input.isMapped()) {
      return (kind == Kind.ENGINE && entry.mode().can(Capability.MAPPING))
          || DECIDES.contains(name());
    }
    boolean isFirst =
        plan.inputs().stream().filter(each -> !each.isMapped()).findFirst().orElseThrow() == input;
    return isFirst || !ONE_INPUT.contains(name());
  }

  /** Whether it writes no table, and is compared with the oracle's counts. */
  boolean readsOnly() {
    return READS_ONLY.contains(name());
  }

  /** The tables that are compared with the oracle's. */
  Set<ComparedTable> tables() {
    if (kind == Kind.ENGINE || (kind == Kind.BASELINE && name().startsWith("baseline-null"))) {
      return ComparedTable.keptBy(entry.mode());
    }
    return readsOnly() ? Set.of() : Set.of(ComparedTable.PROCESSED_EVENTS);
  }
}
