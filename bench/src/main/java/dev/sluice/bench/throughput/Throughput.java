package dev.sluice.bench.throughput;

import dev.sluice.bench.measure.Figure;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.lab.input.TopicLoader;
import dev.sluice.lab.input.traffic.TrafficGenerator;
import dev.sluice.lab.input.traffic.TrafficProfile;
import dev.sluice.lab.run.EngineSetup;
import dev.sluice.lab.run.Progress;
import dev.sluice.lab.server.EmbeddedServers;
import dev.sluice.lab.server.RunDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * A backlog is drained by each contestant in turn, and by each again in the next round, so that
 * what else happens on the machine happens to all of them.
 */
public final class Throughput {

  private static final String TOPIC = "bench";

  private final RunDirectory run;
  private final EmbeddedServers servers;
  private final BenchPlan plan;
  private final Progress progress;

  public Throughput(RunDirectory run, EmbeddedServers servers, BenchPlan plan, Progress progress) {
    this.run = run;
    this.servers = servers;
    this.plan = plan;
    this.progress = progress;
  }

  /**
   * Measures what of the plan was not measured yet.
   *
   * @param folder what was measured is kept there
   */
  public ThroughputReport run(Path folder) throws SQLException, IOException, InterruptedException {
    CellFile file = CellFile.open(folder, plan);
    List<Contestant> contestants = Contestant.of(plan);
    if (!isDone(file, contestants)) {
      measure(file, contestants);
    }
    return new ThroughputReport(plan, contestants, file.cells());
  }

  private boolean isDone(CellFile file, List<Contestant> contestants) {
    for (int round = 1; round <= plan.rounds(); round++) {
      for (Selection input : plan.inputs()) {
        for (Contestant contestant : contestants) {
          if (!file.has(input, contestant.name(), round)) {
            return false;
          }
        }
      }
    }
    return true;
  }

  private void measure(CellFile file, List<Contestant> contestants)
      throws SQLException, IOException, InterruptedException {
    load();
    Map<Selection, Expected> expected = new EnumMap<>(Selection.class);
    for (Selection input : plan.inputs()) {
      progress.at("oracle", 0, plan.events());
      expected.put(
          input,
          Expected.of(
              servers,
              new EngineConfig.Kafka(
                  servers.bootstrapServers(), topic(), servers.kafkaProperties()),
              input.decision().decision(),
              run.freshFile(input.toString(), ".rows")));
      progress.done("oracle", "%,d rows, %s".formatted(expected.get(input).counts().rows(), input));
    }
    for (int round = 1; round <= plan.rounds(); round++) {
      for (Selection input : plan.inputs()) {
        for (Contestant contestant : inTurn(contestants, round)) {
          if (!file.has(input, contestant.name(), round)) {
            file.add(measure(contestant, input, expected.get(input), round));
          }
        }
      }
    }
  }

  private void load() throws InterruptedException {
    TrafficGenerator traffic =
        TrafficGenerator.of(
            plan.seed(), plan.events(), plan.partitions(), TrafficProfile.defaults());
    new TopicLoader(servers.kafkaClient())
        .load(topic(), traffic, sent -> progress.at("input", sent, plan.events()));
    progress.done("input", "%,d records".formatted(plan.events()));
  }

  private String topic() {
    return servers.prefix() + TOPIC;
  }

  /** Each round begins with another, so that nobody always has the same one before him. */
  private static List<Contestant> inTurn(List<Contestant> contestants, int round) {
    List<Contestant> turned = new ArrayList<>(contestants);
    Collections.rotate(turned, 1 - round);
    return turned;
  }

  private Cell measure(Contestant contestant, Selection input, Expected expected, int round)
      throws SQLException, IOException {
    EngineSetup setup =
        EngineSetup.draining(
            run,
            servers,
            contestant.entry(),
            topic(),
            input.decision().decision(),
            plan.parallelism());
    String what = contestant.name();
    progress.at(what, 0, plan.events());
    Cell cell =
        new DrainTrial(run, servers, contestant, setup, expected)
            .run(
                input,
                round,
                status -> status.records().ifPresent(n -> progress.at(what, n, plan.events())));
    progress.done(what, told(cell));
    return cell;
  }

  private static String told(Cell cell) {
    return cell.isValid()
        ? "%s %d: %s"
            .formatted(
                cell.input(),
                cell.round(),
                Figure.DRAIN_RATE.show(cell.figures().get(Figure.DRAIN_RATE)) + "/s")
        : "VOID: " + cell.problem();
  }
}
