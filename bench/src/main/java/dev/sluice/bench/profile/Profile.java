// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.profile;

import dev.sluice.bench.Bench;
import dev.sluice.bench.measure.ResultFile;
import dev.sluice.bench.throughput.Backlog;
import dev.sluice.bench.throughput.Contestant;
import dev.sluice.bench.throughput.DrainTrial.Drained;
import dev.sluice.bench.throughput.Expected;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.lab.input.traffic.TrafficGenerator;
import dev.sluice.lab.input.traffic.TrafficProfile;
import dev.sluice.lab.run.DecisionSource;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;

/** Has each contestant without a result drain the topic once, with the default rules. */
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
    List<Contestant> left = new ArrayList<>(Contestant.behindTheBase(plan.engines(), plan.sink()));
    left.removeIf(this::isThere);
    if (left.isEmpty()) {
      return;
    }
    Backlog backlog = new Backlog(bench, TOPIC, plan.events());
    backlog.load(
        TrafficGenerator.of(
            plan.seed(), plan.events(), plan.partitions(), TrafficProfile.defaults()));
    EngineConfig.Decision decision = DecisionSource.defaults().decision();
    Expected expected = backlog.expected(decision);
    bench
        .progress()
        .done("oracle", String.format(Locale.ROOT, "%,d rows", expected.counts().rows()));
    for (Contestant contestant : left) {
      file.add(measure(backlog, contestant, decision, expected));
    }
    backlog.delete();
  }

  private boolean isThere(Contestant contestant) {
    return file.results().stream()
        .anyMatch(result -> result.contestant().equals(contestant.name()));
  }

  private ProfileResult measure(
      Backlog backlog, Contestant contestant, EngineConfig.Decision decision, Expected expected)
      throws SQLException, IOException, InterruptedException, ExecutionException {
    Profiler profiler = new Profiler(bench.run(), bench.servers());
    Drained drained = backlog.drain(contestant, decision, plan.parallelism(), expected, profiler);
    ProfileResult result =
        drained.problem() == null
            ? profiler.result(drained)
            : ProfileResult.invalid(contestant.name(), drained.problem());
    bench.progress().done(contestant.name(), shown(result));
    return result;
  }

  private static String shown(ProfileResult result) {
    return result.isValid()
        ? String.format(
            Locale.ROOT, "%.1f s of CPU, %,d samples", result.cpuSeconds(), result.samples())
        : "VOID: " + result.problem();
  }
}
