// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.throughput;

import dev.sluice.bench.measure.Figure;
import dev.sluice.lab.report.chart.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The results of the drains. A drain counts only if its output equals the oracle's. */
public final class ThroughputReport {

  private final BenchPlan plan;
  private final List<Contestant> contestants;
  private final List<Cell> cells;

  ThroughputReport(BenchPlan plan, List<Contestant> contestants, List<Cell> cells) {
    this.plan = plan;
    this.contestants = List.copyOf(contestants);
    this.cells = List.copyOf(cells);
  }

  /** The plan that was measured. */
  public BenchPlan plan() {
    return plan;
  }

  /** All drains. */
  public List<Cell> cells() {
    return cells;
  }

  /** All contestants, baselines first. */
  List<Contestant> contestants() {
    return contestants;
  }

  /** The contestants that drained an input, baselines first. */
  List<Contestant> contestants(Selection input) {
    return contestants.stream().filter(who -> who.drains(input, plan)).toList();
  }

  /** Whether the output of every drain equals the oracle's. */
  public boolean isValid() {
    return cells.stream().allMatch(Cell::isValid);
  }

  /** The drains that do not count. */
  public List<Cell> voids() {
    return cells.stream().filter(cell -> !cell.isValid()).toList();
  }

  /** A figure over all rounds; empty if it was never measured. */
  Optional<Summary> figure(Selection input, Contestant contestant, Figure figure) {
    List<Double> values =
        of(input, contestant.name())
            .map(cell -> cell.figures().get(figure))
            .filter(value -> value != null)
            .toList();
    return values.isEmpty() ? Optional.empty() : Optional.of(Summary.of(values));
  }

  /**
   * A rate divided by the baseline's of the same round, over all rounds that have both.
   *
   * @param rate the rate of the whole drain, or of its second half
   */
  Optional<Summary> ratio(Selection input, Contestant contestant, Figure rate) {
    return ratio(input, contestant.name(), List.of(plan.base().mode()), rate);
  }

  /** The drain rate divided by that of the best peer in the same round. */
  Optional<Summary> ratio(Selection input, PeerComparison comparison) {
    return ratio(
        input,
        comparison.engine().name(),
        comparison.peers().stream().map(Contestant::name).toList(),
        Figure.DRAIN_RATE);
  }

  /** A figure of a contestant's mapped drain divided by that of its plain one in the same round. */
  Optional<Summary> mapped(Contestant contestant, Figure figure) {
    return ratio(
        of(Selection.MAPPED, contestant.name()),
        of(Selection.FILTERED, contestant.name()).toList(),
        figure);
  }

  private Optional<Summary> ratio(
      Selection input, String contestant, List<String> others, Figure rate) {
    return ratio(
        of(input, contestant), others.stream().flatMap(other -> of(input, other)).toList(), rate);
  }

  /** Each cell's figure divided by the largest of the others of its round. */
  private static Optional<Summary> ratio(Stream<Cell> cells, List<Cell> others, Figure figure) {
    List<Double> ratios = new ArrayList<>();
    cells
        .filter(cell -> cell.figures().containsKey(figure))
        .forEach(
            cell ->
                others.stream()
                    .filter(other -> other.round() == cell.round())
                    .filter(other -> other.figures().containsKey(figure))
                    .mapToDouble(other -> other.figures().get(figure))
                    .max()
                    .ifPresent(best -> ratios.add(cell.figures().get(figure) / best)));
    return ratios.isEmpty() ? Optional.empty() : Optional.of(Summary.of(ratios));
  }

  private Stream<Cell> of(Selection input, String contestant) {
    return cells.stream()
        .filter(Cell::isValid)
        .filter(cell -> cell.input() == input && cell.contestant().equals(contestant));
  }
}
