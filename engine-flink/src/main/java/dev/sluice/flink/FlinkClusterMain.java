// SPDX-License-Identifier: Apache-2.0
package dev.sluice.flink;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.life.ClusterMain;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.flink.jdbc.JdbcMode;
import java.util.Locale;
import org.apache.flink.api.common.JobExecutionResult;
import org.apache.flink.core.execution.DetachedJobExecutionResult;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.JobListener;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The main of the job jar: runs the pipeline on the Flink cluster that calls it, in session or in
 * application mode. Parallelism, restarts, the place of checkpoints, and savepoints are the
 * cluster's.
 */
public final class FlinkClusterMain {

  private static final String COMMAND_LINE = "org.apache.flink.client.cli.CliFrontend";
  private static final int WRONG_CONFIGURATION = 2;

  /**
   * Submits the job.
   *
   * @param args one configuration file, which only this process reads
   */
  public static void main(String[] args) throws Exception {
    Locale.setDefault(Locale.ENGLISH);
    try {
      ClusterMain.run("sluice-flink.jar", new OnCluster(), FlinkClusterMain::execute, args);
    } catch (ConfigException e) {
      if (isOfCommandLine()) {
        System.err.println("sluice: " + e.getMessage());
        System.exit(WRONG_CONFIGURATION);
      }
      // In a JobManager, which has other jobs too, or reports this one in its own way.
      throw e;
    }
  }

  /** Whether this process is {@code flink run}, which may be ended. */
  private static boolean isOfCommandLine() {
    return StackWalker.getInstance()
        .walk(frames -> frames.anyMatch(frame -> frame.getClassName().equals(COMMAND_LINE)));
  }

  private static boolean execute(RunPlan plan, Runnable submitted) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    FlinkJob.build(env, plan, env.getParallelism());
    env.registerJobListener(new Submission(submitted));
    return !(env.execute() instanceof DetachedJobExecutionResult);
  }

  private record Submission(Runnable submitted) implements JobListener {

    @Override
    public void onJobSubmitted(JobClient job, Throwable failure) {
      if (failure == null) {
        submitted.run();
      }
    }

    @Override
    public void onJobExecuted(JobExecutionResult result, Throwable failure) {
      // The result of execute has it.
    }
  }

  /** The checks of a process of one's own, and one more. */
  private static final class OnCluster extends FlinkMain {

    @Override
    public void check(EngineConfig config) {
      if (JdbcMode.isOf(config)) {
        throw new ConfigException(
            "engine",
            config.engine()
                + " is not for clusters: its connector takes the password with the job; use "
                + FlinkJob.LEDGER_MODE);
      }
      super.check(config);
    }
  }

  private FlinkClusterMain() {}
}
