// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.throughput;

import dev.sluice.bench.baseline.Baseline;
import dev.sluice.engine.config.ConfigException;
import dev.sluice.lab.compare.ComparedTable;
import dev.sluice.lab.engine.Capability;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.run.SinkKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A baseline, an engine or a peer that drains the topic.
 *
 * @param kind which of the three it is
 * @param entry how it is started
 * @param sink where it writes to
 */
public record Contestant(Kind kind, EngineCatalog.Entry entry, SinkKind sink) {

  /**
   * The modes that drain only the first input that is not mapped: for L0 all inputs are the same,
   * and L3 and P are there to show, next to L3x2 and Px2, what a second thread brings. This saves
   * some eight minutes of a full bench.
   */
  private static final Set<String> ONE_INPUT =
      Set.of(Baseline.POLL.mode(), Baseline.NULL.mode(), Baseline.PRODUCE.mode());

  /**
   * The baselines that drain mapped events: decide them, or decide and write them. The others do
   * the same for both shapes.
   */
  private static final Set<String> DECIDES =
      Set.of(Baseline.DECIDE.mode(), Baseline.NULL_X2.mode(), Baseline.PRODUCE_X2.mode());

  private static final Set<String> READS_ONLY =
      Set.of(Baseline.POLL.mode(), Baseline.DECIDE.mode());

  /** The kinds of contestants. */
  public enum Kind {
    BASELINE,
    ENGINE,
    PEER
  }

  /**
   * All contestants of a plan, baselines first.
   *
   * @throws ConfigException if an engine or a peer does not exist, or has no mode that writes to
   *     the plan's sink
   */
  public static List<Contestant> of(BenchPlan plan) {
    SinkKind sink = plan.sink();
    List<Contestant> all = new ArrayList<>();
    add(all, Kind.BASELINE, Baseline.entries(sink), sink);
    add(all, Kind.ENGINE, writing("--engines", plan.engines(), sink), sink);
    add(all, Kind.PEER, writing("--peers", plan.peers(), sink), sink);
    return all;
  }

  private static List<EngineCatalog.Entry> writing(
      String option, List<String> names, SinkKind sink) {
    EngineCatalog catalog = EngineCatalog.under(EngineCatalog.home());
    return names.stream().flatMap(name -> writing(option, catalog, name, sink).stream()).toList();
  }

  private static List<EngineCatalog.Entry> writing(
      String option, EngineCatalog catalog, String named, SinkKind sink) {
    List<EngineCatalog.Entry> entries;
    try {
      entries = catalog.entries(named);
    } catch (ConfigException e) {
      throw new ConfigException(option, e.key().equals("engine") ? e.problem() : e.getMessage());
    }
    List<EngineCatalog.Entry> writing =
        entries.stream().filter(entry -> sink.isFor(entry.mode())).toList();
    if (writing.isEmpty()) {
      throw new ConfigException(option, named + " has no mode that writes to " + sink.code());
    }
    return writing;
  }

  /**
   * The baseline for comparison, followed by Sluice's engines, or others that keep all tables.
   *
   * @throws ConfigException if an engine does not exist, or has no mode that writes to the sink
   */
  public static List<Contestant> behindTheBase(List<String> engines, SinkKind sink) {
    List<Contestant> all = new ArrayList<>();
    add(all, Kind.BASELINE, List.of(Baseline.base(sink).entry()), sink);
    add(all, Kind.ENGINE, writing("--engines", engines, sink), sink);
    return all;
  }

  private static void add(
      List<Contestant> all, Kind kind, List<EngineCatalog.Entry> entries, SinkKind sink) {
    entries.forEach(entry -> all.add(new Contestant(kind, entry, sink)));
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
    if (kind == Kind.ENGINE || (kind == Kind.BASELINE && Baseline.of(name()).keepsLedger())) {
      return ComparedTable.keptBy(entry.mode());
    }
    return readsOnly() ? Set.of() : Set.of(ComparedTable.PROCESSED_EVENTS);
  }
}
