// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.throughput;

import dev.sluice.bench.Bench;
import dev.sluice.bench.measure.Figure;
import dev.sluice.bench.measure.ResultFile;
import dev.sluice.lab.oracle.OutcomeCounts;
import dev.sluice.lab.run.Progress;
import dev.sluice.lab.run.SinkKind;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;

/**
 * Has each contestant in turn drain a backlog, and again in the next round, so that other load on
 * the machine affects all of them.
 */
final class Throughput {

  static final String NAME = "throughput";
  private static final String TOPIC = "bench";

  private final Bench bench;
  private final BenchPlan plan;
  private final Progress progress;

  Throughput(Bench bench, BenchPlan plan) {
    this.bench = bench;
    this.plan = plan;
    this.progress = bench.progress();
  }

  /** Measures the rest of the plan. */
  ThroughputReport run()
      throws SQLException, IOException, InterruptedException, ExecutionException {
    ResultFile<Cell> file = file(bench.folder(), plan);
    List<Contestant> contestants = Contestant.of(plan);
    if (!isDone(file, contestants)) {
      measure(file, contestants);
    }
    return new ThroughputReport(
        plan,
        contestants,
        file.results().stream().filter(cell -> cell.round() <= plan.rounds()).toList());
  }

  /** The results of any number of rounds: later rounds may be added to the existing ones. */
  static ResultFile<Cell> file(Path folder, BenchPlan plan) throws IOException {
    return ResultFile.open(folder, NAME, plan.withRounds(1), Cell.class);
  }

  private boolean isDone(ResultFile<Cell> file, List<Contestant> contestants) {
    for (int round = 1; round <= plan.rounds(); round++) {
      for (Selection input : plan.inputs()) {
        for (Contestant contestant : contestants) {
          if (isLeft(file, input, contestant, round)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private boolean isLeft(ResultFile<Cell> file, Selection input, Contestant contestant, int round) {
    return contestant.drains(input, plan)
        && file.results().stream().noneMatch(cell -> cell.isAt(input, contestant.name(), round));
  }

  private void measure(ResultFile<Cell> file, List<Contestant> contestants)
      throws SQLException, IOException, InterruptedException {
    bench.makeArchives(contestants.stream().map(Contestant::entry).toList(), plan.mix().profile());
    Map<Boolean, Backlog> byShape = new LinkedHashMap<>();
    Map<Selection, Expected> expected = new EnumMap<>(Selection.class);
    for (Selection input : plan.inputs()) {
      if (!byShape.containsKey(input.isMapped())) {
        byShape.put(input.isMapped(), load(input));
      }
      Expected of = expected(byShape.get(input.isMapped()), input);
      expected.put(input, of);
      progress.done(
          "oracle", String.format(Locale.ROOT, "%,d rows, %s", of.counts().rows(), input));
    }
    if (plan.inputsTogether().stream().anyMatch(together -> together.size() > 1)) {
      requireSameOutcomes(expected.get(Selection.FILTERED), expected.get(Selection.MAPPED));
    }
    for (int round = 1; round <= plan.rounds(); round++) {
      for (List<Selection> together : plan.inputsTogether()) {
        for (Contestant contestant : inTurn(contestants, round)) {
          for (Selection input : inTurn(together, round)) {
            if (isLeft(file, input, contestant, round)) {
              Backlog backlog = byShape.get(input.isMapped());
              file.add(measure(backlog, contestant, input, expected.get(input), round));
            }
          }
        }
      }
    }
    for (Backlog backlog : byShape.values()) {
      backlog.delete();
    }
  }

  /** The oracle's output, with the rows for the baseline that copies them, if it takes part. */
  private Expected expected(Backlog backlog, Selection input) throws SQLException, IOException {
    return input.isMapped() || plan.sink() != SinkKind.POSTGRES
        ? backlog.expected(input.decision())
        : backlog.expected(input.decision(), bench.run().freshFile(input.toString(), ".rows"));
  }

  /** Which events are kept decides what writing them costs. */
  private static void requireSameOutcomes(Expected plain, Expected mapped) {
    OutcomeCounts one = plain.counts();
    OutcomeCounts other = mapped.counts();
    // A record that is not an event is in the same shape in both, so it may have another reason.
    if (one.rows() != other.rows()
        || one.late() != other.late()
        || one.malformed() != other.malformed()
        || !one.filteredByRule().equals(other.filteredByRule())) {
      throw new IllegalStateException(
          "mapped events: other outcomes than those of the plain ones: " + other + ", not " + one);
    }
  }

  private Backlog load(Selection input) throws InterruptedException {
    String name = input.isMapped() ? TOPIC + "-" + input : TOPIC;
    Backlog backlog = new Backlog(bench, name, plan.events());
    backlog.load(plan.traffic(input));
    return backlog;
  }

  /** Starts each round with a different one, so that none always follows the same one. */
  private static <T> List<T> inTurn(List<T> all, int round) {
    List<T> turned = new ArrayList<>(all);
    Collections.rotate(turned, 1 - round);
    return turned;
  }

  private Cell measure(
      Backlog backlog, Contestant contestant, Selection input, Expected expected, int round)
      throws SQLException, IOException, InterruptedException {
    DrainTrial.Drained drained =
        backlog.drain(contestant, input.decision(), plan.parallelism(), expected, DrainWatch.NONE);
    Cell cell = new Cell(input, contestant.name(), round, drained.problem(), drained.figures());
    progress.done(contestant.name(), shown(cell));
    return cell;
  }

  private static String shown(Cell cell) {
    return cell.isValid()
        ? "%s %d: %s"
            .formatted(
                cell.input(),
                cell.round(),
                Figure.DRAIN_RATE.show(cell.figures().get(Figure.DRAIN_RATE)) + "/s")
        : "VOID: " + cell.problem();
  }
}
