// SPDX-License-Identifier: Apache-2.0
package dev.sluice.engine.life;

import dev.sluice.engine.config.ClusterConfig;
import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.engine.plan.StartException;
import dev.sluice.engine.start.DrainEnd;
import dev.sluice.engine.start.StartOption;

/**
 * What the mains that clusters call have in common: from one configuration file to a run that has
 * ended. There are no status lines here, and signals, restarts and exit codes are the cluster's;
 * {@link EngineMain} is for processes of one's own. A main sets its process's default locale to
 * English itself, as that one does.
 */
public final class ClusterMain {

  /**
   * The start of the line that is printed to standard output when the job is submitted. The run's
   * id follows.
   */
  public static final String SUBMITTED = "sluice: submitted run ";

  /** Submits the pipeline of a plan to the cluster. */
  @FunctionalInterface
  public interface Job {

    /**
     * Submits the job and waits for its end, if the cluster was asked to.
     *
     * @param submitted to be run when the cluster has the job
     * @return whether the job has ended; false if it continues without this process
     */
    boolean run(RunPlan plan, Runnable submitted) throws Exception;
  }

  /**
   * Runs a pipeline as a job.
   *
   * @param name the main's name, for messages
   * @param engine checks the configuration, as for a process of one's own
   * @param args one configuration file, which only this process reads
   * @throws ConfigException if the arguments or the configuration are wrong, or do not fit the
   *     servers
   * @throws StartException if a server is unreachable until the retry deadline
   */
  public static void run(String name, Engine engine, Job job, String... args) throws Exception {
    EngineConfig config = ClusterConfig.read(EngineMain.file(name, args));
    if (StartOption.parse(config.start()) instanceof StartOption.Restored saved) {
      throw new ConfigException(
          "start",
          saved.text()
              + ": a cluster restores what it saved at its own command, such as flink run -s PATH;"
              + " use resume");
    }
    if (config.metricsListen() != null) {
      throw new ConfigException(
          "metrics.listen", "is of a process of its own; remove it, and use the cluster's metrics");
    }
    engine.check(config);
    RunPlan plan = EngineMain.resolve(engine, config);
    Runnable submitted = () -> System.out.println(SUBMITTED + plan.runId());
    if (plan.config().drain() && plan.isDone()) {
      submitted.run();
    } else if (job.run(plan, submitted) && plan.config().drain()) {
      DrainEnd.of(plan).require();
    }
  }

  private ClusterMain() {}
}
