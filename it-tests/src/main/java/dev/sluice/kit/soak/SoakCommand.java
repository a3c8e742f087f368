// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.soak;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.kit.fault.Fault;
import dev.sluice.kit.fault.FaultRun;
import dev.sluice.kit.fault.FaultSchedule;
import dev.sluice.kit.testbed.TestBed;
import dev.sluice.lab.command.AddedCommand;
import dev.sluice.lab.command.EnginesOption;
import dev.sluice.lab.command.SeedOption;
import dev.sluice.lab.command.Within;
import dev.sluice.lab.engine.EngineCatalog;
import dev.sluice.lab.run.SinkKind;
import dev.sluice.lab.server.EmbeddedServers;
import dev.sluice.lab.server.LabRun;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Causes faults under an engine again and again, in an order drawn from a seed. */
@Command(
    name = "soak",
    description = {
      "Cause faults under an engine again and again, in an order drawn from the seed.",
      "Either in many short runs, each of which must end with the oracle's tables, or in one long run"
          + " of a single process, whose threads, open files and heap must not grow."
    })
public final class SoakCommand implements AddedCommand {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final int LONGEST_MILLIS = 3_000;
  private static final int MONTH_MINUTES = 44_640;

  @Spec private CommandSpec spec;

  @Mixin private EnginesOption engines;

  @ArgGroup(multiplicity = "1")
  private Length length;

  /** How long it runs. */
  static final class Length {
    @Within(least = 1, most = 1_000_000)
    @Option(
        names = "--schedules",
        paramLabel = "N",
        description =
            "N short runs of five faults each, with random engine settings; each run adds one to the"
                + " seed.")
    private int schedules;

    @Within(least = 1, most = MONTH_MINUTES)
    @Option(names = "--minutes", paramLabel = "N", description = "One run of N minutes.")
    private int minutes;
  }

  @Mixin private SeedOption seed;

  @Override
  public Integer call() throws Exception {
    if (length.minutes > 0 && !Vitals.canBeRead()) {
      throw new ConfigException("--minutes", "this system has no /proc; use --schedules");
    }
    PrintWriter err = spec.commandLine().getErr();
    List<EngineCatalog.Entry> entries = engines.choice(err).entries();
    boolean good = true;
    try (LabRun run = LabRun.open(err)) {
      TestBed testBed = TestBed.on(run, run.own(EmbeddedServers.start(run.directory())));
      for (EngineCatalog.Entry entry : entries) {
        good &= length.schedules > 0 ? schedules(testBed, entry) : minutes(testBed, entry);
      }
    }
    return good ? 0 : 1;
  }

  private boolean schedules(TestBed testBed, EngineCatalog.Entry entry) throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    String name = entry.mode().name();
    List<Long> failed = new ArrayList<>();
    for (int i = 0; i < length.schedules; i++) {
      long next = seed.value() + i;
      FaultSchedule schedule = FaultSchedule.of(next, entry.mode(), SinkKind.POSTGRES);
      long begun = System.nanoTime();
      String end = "identical";
      try {
        schedule.run(testBed, entry, PATIENCE);
      } catch (AssertionError e) {
        failed.add(next);
        end = "FAILED: " + e.getMessage();
      }
      out.printf(
          Locale.ROOT,
          "%-12s %6.1f s  %s  %s%n",
          name,
          (System.nanoTime() - begun) / 1e9,
          schedule,
          end);
      out.flush();
    }
    out.printf(
        "%s: %d of %d schedules ended with the oracle's tables%s%n",
        name,
        length.schedules - failed.size(),
        length.schedules,
        failed.isEmpty()
            ? ""
            : "; to repeat: ./sluice soak --engines "
                + name
                + " --schedules 1 --seed "
                + failed.get(0));
    return failed.isEmpty();
  }

  private boolean minutes(TestBed testBed, EngineCatalog.Entry entry) throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    String name = entry.mode().name();
    Random random = new Random(seed.value());
    // This looks for leaks in one process, so faults that end the process are left out.
    List<Fault> faults =
        FaultSchedule.faults(entry.mode(), SinkKind.POSTGRES).stream()
            .filter(fault -> !fault.isEndOfProcess())
            .toList();
    List<Vitals> seen = new ArrayList<>();
    long until = System.nanoTime() + Duration.ofMinutes(length.minutes).toNanos();
    try (FaultRun run = FaultRun.begin(testBed, entry, seed.value(), PATIENCE, launch -> launch)) {
      while (System.nanoTime() < until) {
        Fault fault = faults.get(random.nextInt(faults.size()));
        FaultRun.Passed passed = run.pass(fault, Duration.ofMillis(random.nextInt(LONGEST_MILLIS)));
        Vitals vitals = Vitals.of(run.engine().pid(), entry.engine().isJava());
        seen.add(vitals);
        out.printf(
            Locale.ROOT,
            "%-12s %-20s lasted %5.1f s, first row after %5.1f s; %s%n",
            name,
            fault,
            passed.lasted().toMillis() / 1e3,
            passed.untilFirstRow().toMillis() / 1e3,
            vitals);
        out.flush();
      }
      run.end();
    } catch (AssertionError e) {
      out.printf(
          "%s, seed %d: FAILED after %d faults: %s%n",
          name, seed.value(), seen.size(), e.getMessage());
      return false;
    }
    if (seen.size() < Trend.LEAST) {
      out.printf(
          "%s: identical after %d faults; too few to judge whether anything grows%n",
          name, seen.size());
      return true;
    }
    Optional<String> growth = Trend.growth(seen);
    out.printf(
        "%s: identical after %d faults; %s%n",
        name,
        seen.size(),
        growth.map(grown -> "FAILED: " + grown).orElse("threads, files and heap did not grow"));
    return growth.isEmpty();
  }
}
