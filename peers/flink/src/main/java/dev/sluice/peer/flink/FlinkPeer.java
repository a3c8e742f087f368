// SPDX-License-Identifier: Apache-2.0
package dev.sluice.peer.flink;

import dev.sluice.engine.life.EngineMain;
import dev.sluice.engine.life.EngineRun;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.peer.Peer;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** The child process: Flink's local environment. */
public final class FlinkPeer implements Peer {

  private static final String LOOPBACK = "127.0.0.1";

  public static void main(String[] args) {
    EngineMain.run("peer-flink", EnvironmentInformation.getVersion(), new FlinkPeer(), args);
  }

  @Override
  public void run(EngineRun run) throws Exception {
    RunPlan plan = run.plan();
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(settings(plan));
    env.setParallelism(plan.config().parallelism());
    AcceptedStream.of(env, plan)
        .sinkTo(Peer.writesTopics(plan.config()) ? TopicOutput.of(plan) : JdbcOutput.of(plan));
    JobClient job = env.executeAsync(Peer.group(plan.config(), plan.runId()));
    run.running();
    // Records read since the last checkpoint are dropped; the group resumes from there.
    run.onStop(
        () -> {
          var unused = job.cancel();
        });
    try {
      job.getJobExecutionResult().get();
    } catch (ExecutionException e) {
      if (!run.isStopRequested()) {
        throw e;
      }
    }
  }

  private static Configuration settings(RunPlan plan) {
    Configuration settings = new Configuration();
    settings.set(
        CheckpointingOptions.CHECKPOINTING_INTERVAL,
        Duration.ofMillis(Peer.commitIntervalMillis(plan.config())));
    settings.set(PipelineOptions.OBJECT_REUSE, Peer.isTuned(plan.config()));
    // By default a job is restarted indefinitely, so a run that fails would never report it.
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    settings.set(CoreOptions.TMP_DIRS, plan.config().stateDir());
    settings.set(JobManagerOptions.BIND_HOST, LOOPBACK);
    settings.set(TaskManagerOptions.BIND_HOST, LOOPBACK);
    settings.set(RestOptions.ADDRESS, LOOPBACK);
    settings.set(RestOptions.BIND_ADDRESS, LOOPBACK);
    return settings;
  }

  private FlinkPeer() {}
}
