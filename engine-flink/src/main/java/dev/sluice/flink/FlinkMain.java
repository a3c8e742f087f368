// SPDX-License-Identifier: Apache-2.0
package dev.sluice.flink;

import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.KafkaClient;
import dev.sluice.engine.life.Engine;
import dev.sluice.engine.life.EngineMain;
import dev.sluice.engine.life.EngineRun;
import dev.sluice.engine.plan.RunPlan;
import dev.sluice.flink.host.ClusterSettings;
import dev.sluice.flink.host.JobHost;
import dev.sluice.flink.host.RunFolder;
import dev.sluice.flink.jdbc.JdbcMode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Runs Flink as a child process: a small cluster inside this JVM, for one job. */
public class FlinkMain implements Engine {

  /**
   * Starts the process.
   *
   * @param args one configuration file
   */
  public static void main(String[] args) {
    EngineMain.run("flink", EnvironmentInformation.getVersion(), new FlinkMain(), args);
  }

  @Override
  public boolean restores() {
    return true;
  }

  @Override
  public boolean keepsLedger(EngineConfig config) {
    return !JdbcMode.isOf(config);
  }

  /** The connector's properties that a user may set; {@link FlinkJob} sets the others. */
  @Override
  public Set<String> kafkaPropertyNames() {
    return Set.of(KafkaSourceOptions.CLIENT_ID_PREFIX.key());
  }

  /** The clients of the enumerator, which discovers partitions, and of a reader. */
  @Override
  public List<KafkaClient> kafkaClients(EngineConfig config) {
    return List.of(
        FlinkJob.client(KafkaClient.Kind.ADMIN, config),
        FlinkJob.client(KafkaClient.Kind.CONSUMER, config));
  }

  @Override
  public void check(EngineConfig config) {
    SavedState.of(config);
    if (JdbcMode.isOf(config)) {
      JdbcMode.check(config);
    }
  }

  @Override
  public void run(EngineRun run) throws Exception {
    RunPlan plan = run.plan();
    if (JdbcMode.isOf(plan.config())) {
      JdbcMode.checkTables(plan);
    }
    boolean stopped;
    try (RunFolder folder = RunFolder.of(plan)) {
      Configuration settings = ClusterSettings.of(plan, folder);
      JobGraph job = jobGraph(settings, plan);
      Optional<SavedState> saved = SavedState.of(plan.config());
      saved.ifPresent(state -> state.restoreInto(job, plan));
      folder.forgetOldCheckpoints(saved.map(SavedState::path));
      stopped = JobHost.run(job, settings, folder, run);
    }
    if (stopped) {
      run.requestStop("a request to Flink's REST interface");
    }
  }

  private static JobGraph jobGraph(Configuration settings, RunPlan plan) {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(settings);
    FlinkJob.build(env, plan, plan.config().parallelism());
    return env.getStreamGraph().getJobGraph();
  }

  FlinkMain() {}
}
