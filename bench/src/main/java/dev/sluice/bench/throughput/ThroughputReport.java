package dev.sluice.bench.throughput;

import dev.sluice.bench.measure.Figure;
import dev.sluice.bench.measure.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the drains come to. Only those count whose output was the oracle's. */
public final class ThroughputReport {

  private final BenchPlan plan;
  private final List<Contestant> contestants;
  private final List<Cell> cells;

  ThroughputReport(BenchPlan plan, List<Contestant> contestants, List<Cell> cells) {
    this.plan = plan;
    this.contestants = List.copyOf(contestants);
    this.cells = List.copyOf(cells);
  }

  /** What was measured. */
  public BenchPlan plan() {
    return plan;
  }

  /** Every single drain. */
  public List<Cell> cells() {
    return cells;
  }

  /** Who took part, baselines first. */
  List<Contestant> contestants() {
    return contestants;
  }

  /** Who drained an input, baselines first. */
  List<Contestant> contestants(Selection input) {
    return contestants.stream().filter(who -> who.drains(input, plan)).toList();
  }

  /** Whether every drain left what the oracle says. */
  public boolean isValid() {
    return cells.stream().allMatch(Cell::isValid);
  }

  /** What does not count, and why. */
  public List<Cell> voids() {
    return cells.stream().filter(cell -> !cell.isValid()).toList();
  }

  /** A figure over all rounds; empty where it was never measured. */
  Optional<Summary> figure(Selection input, Contestant contestant, Figure figure) {
    List<Double> values =
        of(input, contestant.name())
            .map(cell -> cell.figures().get(figure))
            .filter(value -> value != null)
            .toList();
    return values.isEmpty() ? Optional.empty() : Optional.of(Summary.of(values));
  }

  /**
   * A rate against the base's of the same round, over all rounds that have both.
   *
   * @param rate that of the whole drain, or of its second half
   */
  Optional<Summary> ratio(Selection input, Contestant contestant, Figure rate) {
    return ratio(input, contestant.name(), List.of(Contestant.BASE), rate);
  }

  /** The drain rate against that of the best peer in the same round. */
  Optional<Summary> ratio(Selection input, PeerComparison comparison) {
    return ratio(
        input,
        comparison.engine().name(),
        comparison.peers().stream().map(Contestant::name).toList(),
        Figure.DRAIN_RATE);
  }

  private Optional<Summary> ratio(
      Selection input, String contestant, List<String> others, Figure rate) {
    List<Double> ratios = new ArrayList<>();
    of(input, contestant)
        .filter(cell -> cell.figures().containsKey(rate))
        .forEach(
            cell ->
                others.stream()
                    .flatMap(other -> of(input, other))
                    .filter(other -> other.round() == cell.round())
                    .filter(other -> other.figures().containsKey(rate))
                    .mapToDouble(other -> other.figures().get(rate))
                    .max()
                    .ifPresent(best -> ratios.add(cell.figures().get(rate) / best)));
    return ratios.isEmpty() ? Optional.empty() : Optional.of(Summary.of(ratios));
  }

  private Stream<Cell> of(Selection input, String contestant) {
    return cells.stream()
        .filter(Cell::isValid)
        .filter(cell -> cell.input() == input && cell.contestant().equals(contestant));
  }
}
