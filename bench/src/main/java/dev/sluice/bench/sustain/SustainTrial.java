// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.sustain;

import dev.sluice.bench.Bench;
import dev.sluice.bench.latency.Latencies;
import dev.sluice.bench.latency.LiveRun;
import dev.sluice.bench.latency.Sent;
import dev.sluice.bench.sustain.RateSearch.Verdict;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.engine.EngineFailure;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Feeds one contestant at one rate after the other, as its search proceeds. */
final class SustainTrial {

  private static final int PARTS = 3;
  private static final double MICROS_PER_MILLI = 1_000;

  private final Bench bench;
  private final SustainPlan plan;
  private final EngineCatalog.Entry entry;
  private final List<SustainStep> steps = new ArrayList<>();

  SustainTrial(Bench bench, SustainPlan plan, EngineCatalog.Entry entry) {
    this.bench = bench;
    this.plan = plan;
    this.entry = entry;
  }

  SustainResult run() throws Exception {
    try {
      return LiveRun.during(bench, entry, "sustain", this::search);
    } catch (EngineFailure e) {
      bench.servers().requireAlive();
      return SustainResult.failed(
          entry.mode().name(), steps, e.getMessage().lines().findFirst().orElse("failed"));
    }
  }

  private SustainResult search(LiveRun run) throws Exception {
    progress(String.format(Locale.ROOT, "at %,d/s", plan.warmUpRate()));
    run.send(plan.warmUpRate(), Duration.ofSeconds(plan.warmUpSeconds()));
    run.awaitCounted();
    RateSearch.Found found = RateSearch.from(plan.firstRate(), rate -> step(run, rate));
    progress("comparing with the oracle");
    return new SustainResult(
        entry.mode().name(),
        found.rate(),
        found.notHeld(),
        found.isAtLeast(),
        steps,
        run.end().orElse(null));
  }

  private Verdict step(LiveRun run, int rate) throws SQLException, InterruptedException {
    progress(String.format(Locale.ROOT, "at %,d/s", rate));
    Sent sent = run.send(rate, Duration.ofSeconds(plan.seconds()));
    long backlog = run.backlog();
    run.awaitCounted();
    long third = (sent.toMicros() - sent.fromMicros()) / PARTS;
    double first = run.latencies(sent.fromMicros(), sent.fromMicros() + third).millis(50);
    double last = run.latencies(sent.toMicros() - third, sent.toMicros()).millis(50);
    Latencies whole = run.latencies(sent.fromMicros(), sent.toMicros());
    double senderLate = sent.lastLateMicros() / MICROS_PER_MILLI;
    Verdict verdict = SustainStep.judge(rate, backlog, first, last, senderLate);
    steps.add(
        new SustainStep(
            rate, backlog, first, last, whole.millis(50), whole.millis(99), senderLate, verdict));
    return verdict;
  }

  private void progress(String what) {
    bench.progress().at(entry.mode().name() + " " + what, 0, 0);
  }
}
