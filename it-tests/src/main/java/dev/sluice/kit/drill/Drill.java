package dev.sluice.kit.drill;

import dev.sluice.kit.fault.Fault;
import dev.sluice.kit.fault.FaultRun;
import dev.sluice.kit.fault.Outage;
import dev.sluice.lab.engine.EngineStatus;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * One engine on a topic that grows without pause, one fault, and how long until all is well again.
 * What the faults of the conformance kit are to a test, this is to people who watch.
 */
final class Drill {

  /** Long enough for a room to see that rows come, and that they do not. */
  private static final Duration CALM = Duration.ofSeconds(3);

  private static final Duration BROKEN = Duration.ofSeconds(4);
  private static final Duration TICK = Duration.ofMillis(250);
  private static final Duration REPORT_EVERY = Duration.ofSeconds(1);

  /** A thousand a second. */
  private static final int RECORDS_PER_TICK = 250;

  static final int PARALLELISM_BEFORE = 1;
  private static final int PARALLELISM_AFTER = 3;

  /**
   * What came of it.
   *
   * @param down from the moment of the fault to when mending began
   * @param untilFirstRow from then to the first new row
   * @param untilCaughtUp from then to when all was written that had gathered
   * @param records in the topic at the end
   * @param rows in the tables at the end, which were the oracle's
   */
  record Result(
      Duration down, Duration untilFirstRow, Duration untilCaughtUp, long records, long rows) {}

  private final FaultRun run;
  private final String engine;
  private final DrillLog log;
  private long lastReported;

  Drill(FaultRun run, String engine, DrillLog log) {
    this.run = run;
    this.engine = engine;
    this.log = log;
  }

  /** Tells it to its end, which is that the tables are the oracle's. */
  Result run(Plot plot) throws Exception {
    log.info(engine + " runs; 1,000 events a second come in");
    long calmUntil = System.nanoTime() + CALM.toNanos();
    while (System.nanoTime() < calmUntil) {
      tick(true);
    }
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
    log.good("the first new row is there, after " + DrillLog.seconds(untilFirstRow));
    // What had gathered until then: what came since is not behind, however long a batch takes.
    while (run.counted() < gathered) {
      run.requireRunning();
      tick(true);
    }
    Duration untilCaughtUp = Duration.ofNanos(System.nanoTime() - end.mendedAt());
    log.good("it has caught up, after " + DrillLog.seconds(untilCaughtUp));
    log.info("no more events; " + engine + " is stopped, and its tables are compared");
    run.end();
    log.good(
        String.format(
            Locale.ROOT,
            "IDENTICAL: %,d rows of %,d events, the same as the oracle's; nothing lost, nothing twice",
            run.rows(),
            run.records()));
    return new Result(down, untilFirstRow, untilCaughtUp, run.records(), run.rows());
  }

  /**
   * The end of a fault.
   *
   * @param mendedAt when mending began
   * @param rows in the tables then; more are new
   */
  private record Break(long mendedAt, long rows) {}

  private Break breakAndMend(Fault fault) throws Exception {
    boolean brokerIsUp = fault.part() != Fault.Part.BROKER;
    boolean isDatabaseUp = fault.part() != Fault.Part.DATABASE;
    long mendedAt;
    long rows = 0;
    Outage outage = run.strike(fault);
    log.bad(fault.says());
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
    log.good("mended");
    return new Break(mendedAt, isDatabaseUp ? rows : run.rows());
  }

  private static String mending(Fault fault) {
    return switch (fault.part()) {
      case ENGINE -> "the engine is started again";
      case BROKER -> "the broker is started again";
      case DATABASE -> "the database is started again";
      case NETWORK -> "the network is whole again";
    };
  }

  private Break rescale() throws Exception {
    long stoppedAt = System.nanoTime();
    log.bad(
        "%s is stopped, to go on with parallelism %d instead of %d"
            .formatted(engine, PARALLELISM_AFTER, PARALLELISM_BEFORE));
    run.stop();
    long rows = run.rows();
    run.restart(launch -> launch.with("parallelism", PARALLELISM_AFTER));
    log.good(engine + " runs, with parallelism " + PARALLELISM_AFTER);
    return new Break(stoppedAt, rows);
  }

  /** The ledger says where, whatever the engine noted for itself. */
  private void whereItBegins() {
    run.engine()
        .status(EngineStatus.Kind.RUNNING)
        .ifPresent(
            running ->
                log.info(
                    engine
                        + " goes on where the ledger stands: "
                        + running.fields().path("starts").toString().replace("\"", "")));
  }

  private void feed(boolean brokerIsUp) throws Exception {
    long next = System.nanoTime() + TICK.toNanos();
    if (brokerIsUp) {
      run.feed(RECORDS_PER_TICK);
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
