package dev.sluice.bench.profile;

import dev.sluice.bench.Bench;
import dev.sluice.bench.measure.ResultFile;
import dev.sluice.bench.throughput.Contestant;
import dev.sluice.bench.throughput.DrainTrial;
import dev.sluice.bench.throughput.DrainTrial.Drained;
import dev.sluice.bench.throughput.Expected;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.lab.input.TopicLoader;
import dev.sluice.lab.input.traffic.TrafficGenerator;
import dev.sluice.lab.input.traffic.TrafficProfile;
import dev.sluice.lab.run.DecisionSource;
import dev.sluice.lab.run.EngineSetup;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;

/** Has each contestant that was not seen yet drain the topic once, by the default rules. */
final class Profile {

  private static final String TOPIC = "bench-profile";

  private final Bench bench;
  private final ProfilePlan plan;
  private final ResultFile<ProfileResult> file;

  Profile(Bench bench, ProfilePlan plan, ResultFile<ProfileResult> file) {
    this.bench = bench;
    this.plan = plan;
    this.file = file;
  }

  void measure() throws SQLException, IOException, InterruptedException, ExecutionException {
    List<Contestant> left = new ArrayList<>(Contestant.behindTheBase(plan.engines()));
    left.removeIf(this::isThere);
    if (left.isEmpty()) {
      return;
    }
    load();
    EngineConfig.Decision decision = DecisionSource.defaults().decision();
    Expected expected = expected(decision);
    for (Contestant contestant : left) {
      file.add(measure(contestant, decision, expected));
    }
    new TopicLoader(bench.servers().kafkaClient()).delete(topic());
  }

  private boolean isThere(Contestant contestant) {
    return file.results().stream()
        .anyMatch(result -> result.contestant().equals(contestant.name()));
  }

  private String topic() {
    return bench.servers().prefix() + TOPIC;
  }

  private void load() throws InterruptedException {
    TrafficGenerator traffic =
        TrafficGenerator.of(
            plan.seed(), plan.events(), plan.partitions(), TrafficProfile.defaults());
    new TopicLoader(bench.servers().kafkaClient())
        .load(topic(), traffic, sent -> bench.progress().at("input", sent, plan.events()));
    bench.progress().done("input", "%,d records".formatted(plan.events()));
  }

  private Expected expected(EngineConfig.Decision decision) throws SQLException, IOException {
    bench.progress().at("oracle", 0, plan.events());
    Expected expected =
        Expected.of(
            bench.servers(),
            new EngineConfig.Kafka(
                bench.servers().bootstrapServers(), topic(), bench.servers().kafkaProperties()),
            decision);
    bench.progress().done("oracle", "%,d rows".formatted(expected.counts().rows()));
    return expected;
  }

  private ProfileResult measure(
      Contestant contestant, EngineConfig.Decision decision, Expected expected)
      throws SQLException, IOException, InterruptedException, ExecutionException {
    EngineSetup setup =
        EngineSetup.draining(
            bench.run(),
            bench.servers(),
            contestant.entry(),
            topic(),
            decision,
            plan.parallelism());
    String what = contestant.name();
    bench.progress().at(what, 0, plan.events());
    Profiler profiler = new Profiler(bench.run(), bench.servers());
    Drained drained =
        new DrainTrial(bench.run(), bench.servers(), contestant, setup, expected)
            .run(
                status ->
                    status.records().ifPresent(n -> bench.progress().at(what, n, plan.events())),
                profiler);
    ProfileResult result =
        drained.problem() == null
            ? profiler.result(drained)
            : ProfileResult.invalid(what, drained.problem());
    bench.progress().done(what, told(result));
    return result;
  }

  private static String told(ProfileResult result) {
    return result.isValid()
        ? String.format(
            Locale.ROOT, "%.1f s of CPU, %,d samples", result.cpuSeconds(), result.samples())
        : "VOID: " + result.problem();
  }
}
