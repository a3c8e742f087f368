// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.scale;

import dev.sluice.bench.Bench;
import dev.sluice.bench.measure.Figure;
import dev.sluice.bench.measure.ResultFile;
import dev.sluice.bench.throughput.Backlog;
import dev.sluice.bench.throughput.Contestant;
import dev.sluice.bench.throughput.DrainTrial;
import dev.sluice.bench.throughput.DrainWatch;
import dev.sluice.bench.throughput.Expected;
import dev.sluice.lab.input.traffic.TrafficGenerator;
import dev.sluice.lab.input.traffic.TrafficProfile;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/** Measures the rest of a plan, one topic after the other. */
final class Scale {

  private static final String TOPIC = "bench-scale";

  private final Bench bench;
  private final ScalePlan plan;
  private final List<Contestant> contestants;
  private final ResultFile<ScaleCell> file;

  Scale(Bench bench, ScalePlan plan, List<Contestant> contestants, ResultFile<ScaleCell> file) {
    this.bench = bench;
    this.plan = plan;
    this.contestants = contestants;
    this.file = file;
  }

  void measure() throws SQLException, IOException, InterruptedException {
    List<Setting> left = new ArrayList<>(plan.all());
    left.removeIf(setting -> missing(setting).isEmpty());
    for (int i = 0; i < left.size(); i++) {
      Setting setting = left.get(i);
      boolean isFirst = i == 0 || !left.get(i - 1).isOfTopicOf(setting);
      boolean isLast = i == left.size() - 1 || !left.get(i + 1).isOfTopicOf(setting);
      Backlog backlog = backlog(setting);
      if (isFirst) {
        backlog.load(
            TrafficGenerator.of(
                plan.seed(), setting.events(), setting.partitions(), TrafficProfile.defaults()));
      }
      measure(backlog, setting, i);
      if (isLast) {
        backlog.delete();
      }
    }
  }

  private List<Contestant> missing(Setting setting) {
    return contestants.stream()
        .filter(contestant -> setting.isFor(contestant.kind()))
        .filter(
            contestant ->
                file.results().stream()
                    .noneMatch(
                        cell ->
                            cell.setting().equals(setting)
                                && cell.contestant().equals(contestant.name())))
        .toList();
  }

  private Backlog backlog(Setting setting) {
    String name = "%s-%s-%s".formatted(TOPIC, setting.events(), setting.partitions());
    return new Backlog(bench, name, setting.events());
  }

  private void measure(Backlog backlog, Setting setting, int turn)
      throws SQLException, IOException, InterruptedException {
    Expected expected = expected(backlog, setting);
    // No contestant always follows the same one.
    List<Contestant> turned = new ArrayList<>(missing(setting));
    Collections.rotate(turned, -turn);
    bench.makeArchives(turned.stream().map(Contestant::entry).toList(), TrafficProfile.defaults());
    for (Contestant contestant : turned) {
      file.add(measure(backlog, contestant, setting, expected));
    }
  }

  private Expected expected(Backlog backlog, Setting setting) throws SQLException, IOException {
    Expected expected = backlog.expected(setting.rules().decision().decision());
    for (String rule : RuleVariant.LISTING) {
      if (expected.counts().filteredByRule().containsKey(rule)) {
        throw new IllegalStateException(
            "rule " + rule + ": drops events, but nothing that it lists may occur in the traffic");
      }
    }
    bench
        .progress()
        .done(
            "oracle",
            String.format(Locale.ROOT, "%,d rows, %s", expected.counts().rows(), setting));
    return expected;
  }

  private ScaleCell measure(
      Backlog backlog, Contestant contestant, Setting setting, Expected expected)
      throws SQLException, IOException, InterruptedException {
    DrainTrial.Drained drained =
        backlog.drain(
            contestant,
            setting.rules().decision().decision(),
            plan.parallelism(),
            expected,
            DrainWatch.NONE);
    ScaleCell cell =
        new ScaleCell(
            setting,
            contestant.name(),
            expected.counts().accepted(),
            drained.problem(),
            drained.figures());
    bench.progress().done(contestant.name(), shown(cell));
    return cell;
  }

  private static String shown(ScaleCell cell) {
    return cell.isValid()
        ? String.format(
            Locale.ROOT,
            "%s: %.1f µs/event, %s/s",
            cell.setting(),
            cell.cost(),
            Figure.DRAIN_RATE.show(cell.figures().get(Figure.DRAIN_RATE)))
        : "VOID: " + cell.problem();
  }
}
