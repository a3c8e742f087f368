package dev.sluice.bench.scale;

import dev.sluice.bench.Bench;
import dev.sluice.bench.measure.Figure;
import dev.sluice.bench.measure.ResultFile;
import dev.sluice.bench.throughput.Contestant;
import dev.sluice.bench.throughput.DrainTrial;
import dev.sluice.bench.throughput.Expected;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.lab.input.TopicLoader;
import dev.sluice.lab.input.traffic.TrafficGenerator;
import dev.sluice.lab.input.traffic.TrafficProfile;
import dev.sluice.lab.run.EngineSetup;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Measures what of a plan was not measured yet, one topic after the other. */
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
      if (isFirst) {
        load(setting);
      }
      measure(setting, i);
      if (isLast) {
        new TopicLoader(bench.servers().kafkaClient()).delete(topic(setting));
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

  private String topic(Setting setting) {
    return "%s%s-%d-%d"
        .formatted(bench.servers().prefix(), TOPIC, setting.events(), setting.partitions());
  }

  private void load(Setting setting) throws InterruptedException {
    long events = setting.events();
    TrafficGenerator traffic =
        TrafficGenerator.of(plan.seed(), events, setting.partitions(), TrafficProfile.defaults());
    new TopicLoader(bench.servers().kafkaClient())
        .load(topic(setting), traffic, sent -> bench.progress().at("input", sent, events));
    bench.progress().done("input", "%,d records".formatted(events));
  }

  private void measure(Setting setting, int turn) throws SQLException, IOException {
    Expected expected = expected(setting);
    // Nobody always has the same one before him.
    List<Contestant> turned = new ArrayList<>(missing(setting));
    Collections.rotate(turned, -turn);
    for (Contestant contestant : turned) {
      file.add(measure(contestant, setting, expected));
    }
  }

  private Expected expected(Setting setting) throws SQLException, IOException {
    bench.progress().at("oracle", 0, setting.events());
    Expected expected =
        Expected.of(
            bench.servers(),
            new EngineConfig.Kafka(
                bench.servers().bootstrapServers(),
                topic(setting),
                bench.servers().kafkaProperties()),
            setting.rules().decision().decision());
    for (String rule : RuleVariant.LISTING) {
      if (expected.counts().filteredByRule().containsKey(rule)) {
        throw new IllegalStateException(
            rule + " drops events; what it lists was not to occur, so that the outcome stays");
      }
    }
    bench.progress().done("oracle", "%,d rows, %s".formatted(expected.counts().rows(), setting));
    return expected;
  }

  private ScaleCell measure(Contestant contestant, Setting setting, Expected expected)
      throws SQLException, IOException {
    EngineSetup setup =
        EngineSetup.draining(
            bench.run(),
            bench.servers(),
            contestant.entry(),
            topic(setting),
            setting.rules().decision().decision(),
            plan.parallelism());
    String what = contestant.name();
    long events = setting.events();
    bench.progress().at(what, 0, events);
    DrainTrial.Drained drained =
        new DrainTrial(bench.run(), bench.servers(), contestant, setup, expected)
            .run(status -> status.records().ifPresent(n -> bench.progress().at(what, n, events)));
    ScaleCell cell =
        new ScaleCell(
            setting, what, expected.counts().accepted(), drained.problem(), drained.figures());
    bench.progress().done(what, told(cell));
    return cell;
  }

  private static String told(ScaleCell cell) {
    return cell.isValid()
        ? "%s: %.1f µs/event, %s/s"
            .formatted(
                cell.setting(),
                cell.cost(),
                Figure.DRAIN_RATE.show(cell.figures().get(Figure.DRAIN_RATE)))
        : "VOID: " + cell.problem();
  }
}
