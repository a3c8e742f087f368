// SPDX-License-Identifier: Apache-2.0
package dev.sluice.kit.drill;

import dev.sluice.kit.fault.Fault;
import dev.sluice.kit.fault.FaultRun;
import dev.sluice.kit.fault.Outage;
import dev.sluice.lab.engine.EngineStatus;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Causes one fault under an engine, on a topic that keeps growing, and measures how long it takes
 * to recover. Does for an audience what the fault tests of the kit do.
 */
final class Drill {

  /** Long enough for an audience to see that rows arrive. */
  private static final Duration CALM = Duration.ofSeconds(3);

  private static final Duration BROKEN = Duration.ofSeconds(4);
  private static final int TICKS_PER_SECOND = 4;
  private static final Duration TICK = Duration.ofSeconds(1).dividedBy(TICKS_PER_SECOND);
  private static final Duration REPORT_EVERY = Duration.ofSeconds(1);

  static final int PARALLELISM_BEFORE = 1;
  private static final int PARALLELISM_AFTER = 3;

  /**
   * The result of a drill.
   *
   * @param down from the fault to the start of the repair
   * @param untilFirstRow from the start of the repair to the first new row
   * @param untilCaughtUp from the start of the repair until the backlog was written
   * @param records in the topic at the end
   * @param rows in the tables at the end, which equalled the oracle's
   */
  record Result(
      Duration down, Duration untilFirstRow, Duration untilCaughtUp, long records, long rows) {}

  private final FaultRun run;
  private final String engine;
  private final LoadOptions load;
  private final DrillLog log;
  private long lastReported;

  Drill(FaultRun run, String engine, LoadOptions load, DrillLog log) {
    this.run = run;
    this.engine = engine;
    this.load = load;
    this.log = log;
  }

  /** Lets the engine run for a while, and asserts at the end that its tables equal the oracle's. */
  void watch() throws Exception {
    calm();
    end();
  }

  private void calm() throws Exception {
    log.info(
        String.format(
            Locale.ROOT, "%s is running; %,d events per second arrive", engine, load.perSecond()));
    long calmUntil = System.nanoTime() + CALM.toNanos();
    while (System.nanoTime() < calmUntil) {
      tick(true);
    }
  }

  private void end() throws Exception {
    while (run.records() < load.least()) {
      run.requireRunning();
      tick(true);
    }
    log.info("no more events; stopping " + engine + " and comparing its tables");
    run.end();
    log.good(
        String.format(
            Locale.ROOT,
            "IDENTICAL: %,d rows from %,d events, equal to the oracle's; nothing lost or duplicated",
            run.rows(),
            run.records()));
  }

  /** Runs the drill, and asserts at the end that the tables equal the oracle's. */
  Result run(Plot plot) throws Exception {
    calm();
    long struckAt = System.nanoTime();
    Break end = plot.fault().isPresent() ? breakAndMend(plot.fault().get()) : rescale();
    Duration down = Duration.ofNanos(end.mendedAt() - struckAt);
    long gathered = run.records();
    if (plot.isEngineStarted()) {
      whereItBegins();
    }
    while (run.rows() <= end.rows()) {
      run.requireRunning();
      tick(true);
    }
    Duration untilFirstRow = Duration.ofNanos(System.nanoTime() - end.mendedAt());
    log.good("first new row after " + DrillLog.seconds(untilFirstRow));
    // Counts only the backlog at that time, since later records are not part of it.
    while (run.counted() < gathered) {
      run.requireRunning();
      tick(true);
    }
    Duration untilCaughtUp = Duration.ofNanos(System.nanoTime() - end.mendedAt());
    log.good("caught up after " + DrillLog.seconds(untilCaughtUp));
    end();
    return new Result(down, untilFirstRow, untilCaughtUp, run.records(), run.rows());
  }

  /**
   * The end of a fault.
   *
   * @param mendedAt when the repair started
   * @param rows the number of rows in the tables at that time; any further row is new
   */
  private record Break(long mendedAt, long rows) {}

  private Break breakAndMend(Fault fault) throws Exception {
    boolean brokerIsUp = fault.part() != Fault.Part.BROKER;
    boolean isDatabaseUp = fault.part() != Fault.Part.DATABASE;
    long mendedAt;
    long rows = 0;
    Outage outage = run.strike(fault);
    log.bad(fault.description());
    try {
      long until = System.nanoTime() + BROKEN.toNanos();
      while (System.nanoTime() < until) {
        if (isDatabaseUp) {
          tick(brokerIsUp);
        } else {
          feed(brokerIsUp);
        }
      }
      rows = isDatabaseUp ? run.rows() : 0;
    } finally {
      mendedAt = System.nanoTime();
      log.info(mending(fault));
      outage.mend();
    }
    log.good("repaired");
    return new Break(mendedAt, isDatabaseUp ? rows : run.rows());
  }

  private static String mending(Fault fault) {
    return switch (fault.part()) {
      case ENGINE -> "restarting the engine";
      case CLUSTER -> "waiting for the cluster to mend itself";
      case BROKER, SINK_BROKER -> "restarting the broker";
      case DATABASE -> "restarting the database";
      case NETWORK -> "restoring the network";
    };
  }

  private Break rescale() throws Exception {
    long stoppedAt = System.nanoTime();
    log.bad(
        "stopping %s, to continue with parallelism %d instead of %d"
            .formatted(engine, PARALLELISM_AFTER, PARALLELISM_BEFORE));
    run.stop();
    long rows = run.rows();
    run.restart(launch -> launch.with("parallelism", PARALLELISM_AFTER));
    log.good(engine + " is running with parallelism " + PARALLELISM_AFTER);
    return new Break(stoppedAt, rows);
  }

  /**
   * Logs where the engine starts: the ledger decides this, not what the engine has stored itself.
   */
  private void whereItBegins() {
    run.engine()
        .status(EngineStatus.Kind.RUNNING)
        .ifPresent(
            running ->
                log.info(
                    engine
                        + " continues at the ledger's offsets: "
                        + running.fields().path("starts").toString().replace("\"", "")));
  }

  private void feed(boolean brokerIsUp) throws Exception {
    long next = System.nanoTime() + TICK.toNanos();
    if (brokerIsUp) {
      run.feed(load.perSecond() / TICKS_PER_SECOND);
    }
    TimeUnit.NANOSECONDS.sleep(next - System.nanoTime());
  }

  private void tick(boolean brokerIsUp) throws Exception {
    feed(brokerIsUp);
    if (System.nanoTime() - lastReported >= REPORT_EVERY.toNanos()) {
      lastReported = System.nanoTime();
      log.info(
          String.format(
              Locale.ROOT, "%,9d events in the topic  %,9d rows", run.records(), run.rows()));
    }
  }
}
