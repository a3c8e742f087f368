// SPDX-License-Identifier: Apache-2.0
package dev.sluice.flink;

import dev.sluice.engine.config.ConfigException;
import dev.sluice.engine.config.EngineConfig;
import dev.sluice.engine.config.KafkaClient;
import dev.sluice.engine.ledger.DatabaseCheck;
import dev.sluice.engine.ledger.LedgerException;
import dev.sluice.engine.life.Engine;
import dev.sluice.engine.life.EngineMain;
import dev.sluice.engine.life.EngineRun;
import dev.sluice.engine.plan.RunPlan;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.SecurityOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.connector.kafka.source.KafkaSourceOptions;
import org.apache.flink.runtime.checkpoint.CompletedCheckpointStats;
import org.apache.flink.runtime.client.JobExecutionException;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.ExceptionUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs Flink as a child process: a {@link MiniCluster} inside this JVM, for one job. It is not a
 * local environment, since that neither reports when its cluster has ended nor takes a last
 * checkpoint without leaving a savepoint.
 */
public final class FlinkMain implements Engine {

  private static final Logger LOG = LoggerFactory.getLogger(FlinkMain.class);
  private static final String LOOPBACK = "127.0.0.1";
  private static final long MOST_WAIT_MILLIS = 10_000;
  private static final int KEPT_CHECKPOINTS = 2;
  private static final Duration STATUS_POLL = Duration.ofMillis(10);
  private static final Set<ExecutionState> BEFORE_RUNNING =
      EnumSet.of(
          ExecutionState.CREATED,
          ExecutionState.SCHEDULED,
          ExecutionState.DEPLOYING,
          ExecutionState.INITIALIZING);

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
    return !config.engine().equals(FlinkJob.JDBC_MODE);
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

  /** Refuses a limit of dead letters in the JDBC mode: counting to a limit needs the ledger. */
  @Override
  public void check(EngineConfig config) {
    SavedState.of(config);
    long limit = config.decision().deadLettersPerReason();
    if (config.engine().equals(FlinkJob.JDBC_MODE)
        && limit != EngineConfig.Decision.KEEP_ALL_DEAD_LETTERS) {
      throw new ConfigException(
          "dead.letters.per.reason",
          "%d is not supported: %s keeps all dead letters; set %d"
              .formatted(limit, FlinkJob.JDBC_MODE, EngineConfig.Decision.KEEP_ALL_DEAD_LETTERS));
    }
  }

  @Override
  @SuppressWarnings("try") // closing the cluster may be interrupted, like everything else here
  public void run(EngineRun run) throws Exception {
    RunPlan plan = run.plan();
    if (!keepsLedger(plan.config())) {
      DatabaseCheck.refuseSilentTriggers(plan.config().postgres());
    }
    boolean stopped;
    try (RunFolder folder = RunFolder.of(plan)) {
      Configuration settings = settings(plan, folder);
      JobGraph job = jobGraph(settings, plan);
      Optional<SavedState> saved = SavedState.of(plan.config());
      saved.ifPresent(state -> state.restoreInto(job, plan));
      folder.forgetOldCheckpoints(saved.map(SavedState::path));
      try (MiniCluster cluster = cluster(settings, plan)) {
        cluster.start();
        folder.announce(cluster.getRestAddress().get());
        stopped = runJob(cluster, job, run);
      }
    }
    if (stopped) {
      run.requestStop("a request to Flink's REST interface");
    }
  }

  private static JobGraph jobGraph(Configuration settings, RunPlan plan) {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(settings);
    FlinkJob.build(env, plan);
    return env.getStreamGraph().getJobGraph();
  }

  /** Runs the job to its end; returns whether it was stopped through Flink's REST interface. */
  private static boolean runJob(MiniCluster cluster, JobGraph graph, EngineRun run)
      throws Exception {
    JobID job = cluster.submitJob(graph).get().getJobID();
    while (isStarting(cluster.getExecutionGraph(job).get())) {
      Thread.sleep(STATUS_POLL.toMillis());
    }
    run.running();
    run.onStop(() -> stop(cluster, job, run.plan()));
    JobResult result = cluster.requestJobResult(job).get();
    if (result.getJobStatus().equals(Optional.of(JobStatus.CANCELED))) {
      return true;
    }
    failIfFailed(result);
    return isStoppedBySavepoint(cluster.getExecutionGraph(job).get());
  }

  /**
   * Whether the job was stopped with a savepoint: then it ends in the same state as a finished one.
   */
  private static boolean isStoppedBySavepoint(AccessExecutionGraph graph) {
    CompletedCheckpointStats savepoint =
        graph.getCheckpointStatsSnapshot().getHistory().getLatestSavepoint();
    return savepoint != null && savepoint.getProperties().isSynchronous();
  }

  /** Throws the ledger writer's exception, if that made the job fail, else Flink's exception. */
  private static void failIfFailed(JobResult result) throws Exception {
    try {
      result.toJobExecutionResult(FlinkMain.class.getClassLoader());
    } catch (JobExecutionException e) {
      throw ExceptionUtils.findThrowable(e, LedgerException.class)
          .<Exception>map(cause -> cause)
          .orElse(e);
    }
  }

  /**
   * Whether a task has not started yet: a job counts as running long before its tasks do, and has
   * no tasks while it is initialized and while the state to restore is read.
   */
  private static boolean isStarting(AccessExecutionGraph graph) {
    if (graph.getState() == JobStatus.INITIALIZING) {
      return true;
    }
    return !graph.getState().isTerminalState()
        && graph.getAllVertices().values().stream()
            .anyMatch(vertex -> BEFORE_RUNNING.contains(vertex.getAggregateState()));
  }

  /**
   * Stops gracefully: a last checkpoint makes the sinks flush and commits the source's offsets.
   * Then cancels the job even if the checkpoint failed, since nothing depends on it.
   */
  private static void stop(MiniCluster cluster, JobID job, RunPlan plan) {
    if (cluster.isRunning()) {
      // If cancelling fails, the job has already ended, and its result shows how.
      var unused =
          cluster
              .triggerCheckpoint(job)
              .orTimeout(plan.config().stopTimeoutMillis() / 2, TimeUnit.MILLISECONDS)
              .exceptionally(failure -> "none")
              .thenCompose(checkpoint -> cluster.cancelJob(job));
    }
  }

  /**
   * A cluster that closes without failure even if a client has not fetched the result of a
   * savepoint.
   */
  @SuppressWarnings("try") // Flink declares that close may be interrupted
  private static MiniCluster cluster(Configuration settings, RunPlan plan) {
    return new MiniCluster(
        new MiniClusterConfiguration.Builder()
            .setConfiguration(settings)
            .setNumTaskManagers(1)
            .setNumSlotsPerTaskManager(plan.config().parallelism())
            .build()) {
      @Override
      public void close() throws Exception {
        try {
          super.close();
        } catch (Exception e) {
          if (ExceptionUtils.findThrowableWithMessage(e, "results to be accessed").isEmpty()) {
            throw e;
          }
          LOG.info("the result of a savepoint was not fetched");
        }
      }
    };
  }

  /**
   * The settings of a small cluster that listens only on loopback and keeps its files in one
   * folder.
   */
  private static Configuration settings(RunPlan plan, RunFolder folder) {
    Configuration settings = new Configuration();
    settings.set(CoreOptions.TMP_DIRS, folder.scratch().toString());
    settings.set(WebOptions.TMP_DIR, folder.scratch().toString());
    settings.set(JobManagerOptions.BIND_HOST, LOOPBACK);
    settings.set(TaskManagerOptions.BIND_HOST, LOOPBACK);
    settings.set(RestOptions.ADDRESS, LOOPBACK);
    settings.set(RestOptions.BIND_ADDRESS, LOOPBACK);
    settings.set(RestOptions.BIND_PORT, "0");
    // No managed state, and no network traffic except the JDBC mode's shuffle: about four buffers
    // of 32 KiB for each pair of subtasks.
    settings.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ZERO);
    long pairs = (long) plan.config().parallelism() * plan.config().parallelism();
    settings.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(16 + pairs / 8));
    // Within one process, a job's description need not go through files.
    settings.set(BlobServerOptions.OFFLOAD_MINSIZE, Integer.MAX_VALUE);
    keepState(settings, plan, folder);
    settings.set(SecurityOptions.DELEGATION_TOKENS_ENABLED, false);
    // Only the writers retry: one budget (R13).
    settings.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    return settings;
  }

  /**
   * Configures checkpoints and savepoints. Checkpoints make sinks flush and commit offsets; the
   * plan decides where a run starts (R15). A run that continues until stopped leaves its last
   * checkpoints on disk, so that a run can start from them.
   */
  private static void keepState(Configuration settings, RunPlan plan, RunFolder folder) {
    settings.set(CheckpointingOptions.SAVEPOINT_DIRECTORY, folder.savepoints().toUri().toString());
    // How long the cluster waits at its end for a client to fetch the result of a savepoint.
    settings.set(
        RestOptions.ASYNC_OPERATION_STORE_DURATION,
        Duration.ofMillis(Math.min(MOST_WAIT_MILLIS, plan.config().stopTimeoutMillis() / 2)));
    if (plan.config().drain()) {
      settings.set(CheckpointingOptions.CHECKPOINT_STORAGE, "jobmanager");
      return;
    }
    settings.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
    settings.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY, folder.checkpoints().toUri().toString());
    settings.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, KEPT_CHECKPOINTS);
    settings.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
  }

  private FlinkMain() {}
}
