// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.operation;

import dev.sluice.bench.report.Findings;
import dev.sluice.lab.report.Block;
import dev.sluice.lab.report.Chapter;
import dev.sluice.lab.report.Grid;
import dev.sluice.lab.report.Paragraph;
import dev.sluice.lab.report.chart.StackChart;
import dev.sluice.lab.report.chart.Summary;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Turns the exercises into findings. A result counts only if its output equals the oracle's. */
final class OperationReport {

  private static final List<Measure> START_UP = List.of(Measure.RUNNING, Measure.FIRST_ROW);
  private static final List<Measure> RECOVERY =
      List.of(Measure.RUNNING, Measure.FIRST_ROW, Measure.CAUGHT_UP);
  private static final Map<Measure, String> PARTS =
      Map.of(
          Measure.RUNNING, "until it runs",
          Measure.FIRST_ROW, "until the first row",
          Measure.CAUGHT_UP, "until it has caught up");

  private final OperationPlan plan;
  private final List<String> engines;
  private final List<Observation> observations;

  /**
   * @param engines by name, in the order of the tables
   */
  OperationReport(OperationPlan plan, List<String> engines, List<Observation> observations) {
    this.plan = plan;
    this.engines = List.copyOf(engines);
    this.observations = List.copyOf(observations);
  }

  /** The name of an exercise in progress lines. */
  static String title(Exercise exercise) {
    return exercise.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Findings findings(String section) {
    List<Chapter> chapters =
        List.of(
            new Chapter("Start-up", startUp()),
            new Chapter("Recovery", recovery()),
            new Chapter("Idle cost", idle()));
    List<String> headlines = new ArrayList<>();
    headline("Start of the process to the first row", Exercise.START_UP).ifPresent(headlines::add);
    headline("kill -9 to the first new row", Exercise.RECOVERY).ifPresent(headlines::add);
    return new Findings(section, chapters, observations, headlines, voids());
  }

  private List<Block> startUp() {
    return List.of(
        new Paragraph(
            String.format(
                Locale.ROOT,
                "Each engine is started %s, in turn, on a topic of %,d events. Times count from the start of"
                    + " the process: medians, and the least and most.",
                times(plan.startUps()),
                plan.backlog())),
        times(Exercise.START_UP, START_UP),
        stacks("From the start of the process to the first row, s", Exercise.START_UP, START_UP));
  }

  private List<Block> recovery() {
    if (plan.recoveries() == 0) {
      return List.of(new Paragraph("Left out of the quick bench."));
    }
    return List.of(
        new Paragraph(
            String.format(
                Locale.ROOT,
                "Each engine is killed (SIGKILL) %s while %,d events a second arrive, and restarted at once."
                    + " Times count from the kill. An engine has caught up when the ledger has counted every record"
                    + " that had been sent by its first new row. Medians, and the least and most.",
                times(plan.recoveries()),
                plan.perSecond())),
        times(Exercise.RECOVERY, RECOVERY),
        stacks("From the kill until it has caught up, s", Exercise.RECOVERY, RECOVERY));
  }

  private static String times(int count) {
    return count == 1 ? "once" : count + " times";
  }

  private Grid times(Exercise exercise, List<Measure> measures) {
    List<String> heads = new ArrayList<>(List.of(""));
    for (Measure measure : measures) {
      heads.add(measure.title());
      heads.add("least to most");
    }
    List<List<String>> rows = new ArrayList<>();
    for (String engine : engines) {
      List<String> row = new ArrayList<>(List.of(engine));
      for (Measure measure : measures) {
        Optional<Summary> found = summary(exercise, engine, measure);
        row.add(found.map(times -> measure.show(times.median())).orElse(Grid.UNKNOWN));
        row.add(
            found
                .map(times -> measure.show(times.least()) + "–" + measure.show(times.most()))
                .orElse(Grid.UNKNOWN));
      }
      rows.add(row);
    }
    return Grid.of(heads, rows);
  }

  private StackChart stacks(String title, Exercise exercise, List<Measure> measures) {
    List<StackChart.Stack> stacks = new ArrayList<>();
    for (String engine : engines) {
      List<Double> parts = new ArrayList<>();
      double reached = 0;
      for (Measure measure : measures) {
        Optional<Summary> found = summary(exercise, engine, measure);
        if (found.isEmpty()) {
          break;
        }
        // An engine may commit its first row a moment before the lab has read its line RUNNING.
        parts.add(Math.max(0, found.get().median() - reached));
        reached = Math.max(reached, found.get().median());
      }
      if (parts.size() == measures.size()) {
        stacks.add(new StackChart.Stack(engine, parts));
      }
    }
    return new StackChart(title, measures.stream().map(PARTS::get).toList(), stacks);
  }

  private List<Block> idle() {
    if (plan.idleSeconds() == 0) {
      return List.of(new Paragraph("Left out of the quick bench."));
    }
    List<List<String>> rows = new ArrayList<>();
    for (String engine : engines) {
      rows.add(
          List.of(
              engine,
              shown(median(engine, Measure.CPU), Measure.CPU),
              shown(more(engine, Measure.DATABASE_CPU), Measure.DATABASE_CPU),
              shown(more(engine, Measure.BROKER_CPU), Measure.BROKER_CPU),
              shown(median(engine, Measure.MEMORY), Measure.MEMORY)));
    }
    List<String> heads = new ArrayList<>(List.of(""));
    List.of(Measure.CPU, Measure.DATABASE_CPU, Measure.BROKER_CPU, Measure.MEMORY)
        .forEach(measure -> heads.add(measure.title()));
    return List.of(
        new Paragraph(
            ("No event arrives for %d s, from %d s after the engine has written the whole backlog. For Postgres"
                    + " and the broker, the table shows what they use in addition to their idle cost without an engine"
                    + " (%s and %s ms/s).")
                .formatted(
                    plan.idleSeconds(),
                    plan.calmSeconds(),
                    shown(
                        median(Observation.NO_ENGINE, Measure.DATABASE_CPU), Measure.DATABASE_CPU),
                    shown(median(Observation.NO_ENGINE, Measure.BROKER_CPU), Measure.BROKER_CPU))),
        Grid.of(heads, rows));
  }

  private static String shown(OptionalDouble value, Measure measure) {
    return value.isPresent() ? measure.show(value.getAsDouble()) : Grid.UNKNOWN;
  }

  private OptionalDouble median(String engine, Measure measure) {
    return summary(Exercise.IDLE, engine, measure).stream()
        .mapToDouble(Summary::median)
        .findFirst();
  }

  /** The usage in addition to that of the servers without an engine. */
  private OptionalDouble more(String engine, Measure measure) {
    OptionalDouble serversOnly = median(Observation.NO_ENGINE, measure);
    OptionalDouble with = median(engine, measure);
    return serversOnly.isPresent() && with.isPresent()
        ? OptionalDouble.of(with.getAsDouble() - serversOnly.getAsDouble())
        : OptionalDouble.empty();
  }

  private Optional<Summary> summary(Exercise exercise, String engine, Measure measure) {
    List<Double> values =
        observations.stream()
            .filter(Observation::isValid)
            .filter(seen -> seen.exercise() == exercise && seen.engine().equals(engine))
            .map(seen -> seen.measures().get(measure))
            .filter(value -> value != null)
            .toList();
    return values.isEmpty() ? Optional.empty() : Optional.of(Summary.of(values));
  }

  private Optional<String> headline(String what, Exercise exercise) {
    String texts =
        engines.stream()
            .flatMap(
                engine ->
                    summary(exercise, engine, Measure.FIRST_ROW).stream()
                        .map(times -> engine + " " + Measure.FIRST_ROW.show(times.median()) + " s"))
            .collect(Collectors.joining(", "));
    return texts.isEmpty() ? Optional.empty() : Optional.of(what + ": " + texts);
  }

  private List<String> voids() {
    return observations.stream()
        .filter(seen -> !seen.isValid())
        .map(
            seen ->
                "%s, %s %d: %s"
                    .formatted(seen.engine(), title(seen.exercise()), seen.round(), seen.problem()))
        .toList();
  }
}
