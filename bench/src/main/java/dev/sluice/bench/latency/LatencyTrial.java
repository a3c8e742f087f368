// SPDX-License-Identifier: Apache-2.0
package dev.sluice.bench.latency;

import dev.sluice.bench.Bench;
import dev.sluice.bench.measure.ProcessorTime;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.engine.EngineFailure;
import dev.sluice.model.Outcome;
import dev.sluice.model.Position;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Feeds one contestant at one fixed rate after the other; the latencies are read from its rows. */
final class LatencyTrial {

  private static final long MICROS_PER_MILLI = 1_000;

  /** The broker's time is cut to the millisecond: the middle of it is right on average. */
  private static final long HALF_A_MILLI = MICROS_PER_MILLI / 2;

  private static final String RATES = "latency";
  private static final String HOPS = "hops";

  private final Bench bench;
  private final LatencyPlan plan;
  private final EngineCatalog.Entry entry;

  LatencyTrial(Bench bench, LatencyPlan plan, EngineCatalog.Entry entry) {
    this.bench = bench;
    this.plan = plan;
    this.entry = entry;
  }

  /** The results of a part, or why they do not count. */
  private record Part<T>(List<T> found, Optional<String> problem) {}

  LatencyResult run() throws Exception {
    Part<LatencyResult.AtRate> rates =
        part(() -> live(RATES, LiveTopic.Stamps.SENDER, this::rates));
    Part<Waterfall> hops =
        plan.hopsRate() == 0 || rates.problem().isPresent()
            ? new Part<>(List.of(), rates.problem())
            : part(() -> live(HOPS, LiveTopic.Stamps.BROKER, this::waterfalls));
    return new LatencyResult(
        entry.mode().name(), rates.found(), hops.found(), hops.problem().orElse(null));
  }

  private <T> T live(String purpose, LiveTopic.Stamps stamps, LiveRun.Work<T> work)
      throws Exception {
    return LiveRun.during(bench, entry, plan.sink(), purpose, stamps, work);
  }

  /** Measures a part. */
  @FunctionalInterface
  private interface Measuring<T> {
    Part<T> run() throws Exception;
  }

  private <T> Part<T> part(Measuring<T> measuring) throws Exception {
    try {
      return measuring.run();
    } catch (EngineFailure e) {
      bench.servers().requireAlive();
      return new Part<>(List.of(), e.getMessage().lines().findFirst());
    }
  }

  private Part<LatencyResult.AtRate> rates(LiveRun run) throws Exception {
    warmUp(run);
    List<LatencyResult.AtRate> found = new ArrayList<>();
    for (int rate : plan.rates()) {
      progress(rate);
      ProcessorTime before = ProcessorTime.now();
      Sent sent = run.send(rate, Duration.ofSeconds(plan.seconds()));
      run.awaitCounted();
      double stolen = ProcessorTime.now().stolenPercentSince(before);
      found.add(
          new LatencyResult.AtRate(
              rate,
              run.latencies(sent.fromMicros(), sent.toMicros()),
              sent.mostLateMicros(),
              stolen));
    }
    return new Part<>(found, run.end());
  }

  private Part<Waterfall> waterfalls(LiveRun run) throws Exception {
    FlightRecording recording;
    try {
      recording = FlightRecording.start(bench.run(), run.child().pid());
    } catch (IOException noJvm) {
      bench.progress().done(entry.mode().name(), "no hops: " + noJvm.getMessage());
      return new Part<>(List.of(), run.end());
    }
    warmUp(run);
    progress(plan.hopsRate());
    Sent sent = run.send(plan.hopsRate(), Duration.ofSeconds(plan.seconds()));
    run.awaitCounted();
    Trace trace = recording.stop();
    Map<Position, Long> appended = new HashMap<>();
    Optional<String> problem =
        run.end(
            (record, outcome) -> {
              if (outcome instanceof Outcome.Accepted) {
                appended.put(
                    record.position(), record.timestampMillis() * MICROS_PER_MILLI + HALF_A_MILLI);
              }
            });
    if (problem.isPresent()) {
      return new Part<>(List.of(), problem);
    }
    List<Journey> journeys = Journey.of(run.connection(), run.schema(), sent, appended, trace);
    return journeys.isEmpty()
        ? new Part<>(List.of(), Optional.empty())
        : new Part<>(
            List.of(Waterfall.of(journeys, 50, 5), Waterfall.of(journeys, 99, 0.5)),
            Optional.empty());
  }

  private void warmUp(LiveRun run) throws Exception {
    progress(plan.warmUpRate());
    run.send(plan.warmUpRate(), Duration.ofSeconds(plan.warmUpSeconds()));
    run.awaitCounted();
  }

  private void progress(int rate) {
    bench.progress().at(String.format(Locale.ROOT, "%s at %,d/s", entry.mode().name(), rate), 0, 0);
  }
}
