// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.fault;

import dev.sluice.kit.testbed.Launch;
import dev.sluice.kit.testbed.TestBed;
import dev.sluice.lab.engine.Capability;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.engine.EngineMode;
import dev.sluice.lab.run.SinkKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * A sequence of faults drawn from a seed: which, when, and for how long; and the engine's settings
 * (R11, R12). The same seed gives the same schedule. Immutable.
 *
 * @param seed the seed that it was drawn from
 * @param sink where the engine's rows go
 * @param settings of the engine, by configuration key
 * @param steps in order
 */
public record FaultSchedule(long seed, SinkKind sink, List<Setting> settings, List<Step> steps) {

  private static final int STEPS = 5;
  private static final int LONGEST_MILLIS = 3_000;
  private static final int LONGEST_PAUSE_MILLIS = 300;

  /** A value in the engine's configuration. */
  public record Setting(String key, int value) {
    @Override
    public String toString() {
      return key + "=" + value;
    }
  }

  /**
   * One fault.
   *
   * @param after the pause before the fault
   * @param lasts how long the fault lasts at least
   */
  public record Step(Fault fault, Duration after, Duration lasts) {
    @Override
    public String toString() {
      return "after %d ms %s for %d ms".formatted(after.toMillis(), fault, lasts.toMillis());
    }
  }

  public FaultSchedule {
    settings = List.copyOf(settings);
    steps = List.copyOf(steps);
  }

  /** The schedule of a seed, with faults that a mode must survive when its rows go to a sink. */
  public static FaultSchedule of(long seed, EngineMode mode, SinkKind sink) {
    // For consecutive seeds, the first draws of java.util.Random are nearly the same.
    SplittableRandom random = new SplittableRandom(seed);
    List<Fault> faults = faults(mode, sink);
    List<Setting> settings =
        List.of(
            new Setting("parallelism", 1 + random.nextInt(4)),
            new Setting("batch.records", List.of(1, 17, 100, 1_000, 10_000).get(random.nextInt(5))),
            new Setting("batch.linger.ms", List.of(0, 5, 50, 500).get(random.nextInt(4))),
            new Setting("commit.interval.ms", List.of(50, 200, 1_000).get(random.nextInt(3))));
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < STEPS; i++) {
      steps.add(
          new Step(
              faults.get(random.nextInt(faults.size())),
              Duration.ofMillis(random.nextInt(LONGEST_PAUSE_MILLIS)),
              Duration.ofMillis(random.nextInt(LONGEST_MILLIS))));
    }
    return new FaultSchedule(seed, sink, settings, steps);
  }

  /** The faults that a mode must survive when its rows go to a sink. */
  public static List<Fault> faults(EngineMode mode, SinkKind sink) {
    return Arrays.stream(Fault.values())
        .filter(fault -> fault.isDrawnFor(sink) && isToOutlast(mode, fault))
        .toList();
  }

  /**
   * Without a ledger, no single COMMIT writes rows and ledger together, so that fault does not
   * apply.
   */
  private static boolean isToOutlast(EngineMode mode, Fault fault) {
    return (mode.can(Capability.WRITE_OUTAGES) || !fault.isRefusal())
        && (mode.can(Capability.LEDGER) || !fault.isAtCommit());
  }

  /**
   * Runs an engine through the schedule, and asserts that its rows equal the oracle's at the end.
   *
   * @return how the engine got through each step
   * @throws AssertionError with the schedule in its message
   */
  public List<FaultRun.Passed> run(TestBed testBed, EngineCatalog.Entry entry, Duration patience)
      throws Exception {
    List<FaultRun.Passed> passed = new ArrayList<>();
    try (FaultRun run = FaultRun.begin(sink, testBed, entry, seed, patience, this::set)) {
      for (Step step : steps) {
        TimeUnit.MILLISECONDS.sleep(step.after().toMillis());
        passed.add(run.pass(step.fault(), step.lasts()));
      }
      run.end();
      return passed;
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "%s; %d of its steps passed: %s".formatted(this, passed.size(), e.getMessage()), e);
    }
  }

  private Launch set(Launch launch) {
    Launch set = launch;
    for (Setting setting : settings) {
      set = set.with(setting.key(), setting.value());
    }
    return set;
  }

  @Override
  public String toString() {
    return "schedule %d to %s: %s; %s"
        .formatted(
            seed,
            sink.code(),
            settings.stream().map(Setting::toString).collect(Collectors.joining(", ")),
            steps.stream().map(Step::toString).collect(Collectors.joining(", ")));
  }
}
